package io.shardmesh.node.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The open logs by device. */
final class OpenLogs {

    /** Stands for a record that is not there any more. */
    static final Operation DAMAGED = new Operation.Unknown(0);

    private final Map<DeviceId, DeviceLog> logs = new TreeMap<>();

    OpenLogs(List<DeviceLog> opened) {
        opened.forEach(log -> logs.put(log.header().device(), log));
    }

    /** The operation at that place, or {@link #DAMAGED}. */
    CompletableFuture<Operation> read(IndexedObject.Place place) {
        DeviceLog log = logs.get(place.stamp().device());
        if (log == null) {
            return CompletableFuture.completedFuture(DAMAGED);
        }
        return log.read(place.offset())
                .thenApply(record ->
                        record.filter(found -> found.stamp().equals(place.stamp()))
                                .map(LogRecord::operation)
                                .orElse(DAMAGED));
    }

    Optional<DeviceLog> get(DeviceId device) {
        return Optional.ofNullable(logs.get(device));
    }

    void add(DeviceLog log) {
        logs.put(log.header().device(), log);
    }

    CompletableFuture<Void> close() {
        return LogFiles.closeAll(List.copyOf(logs.values()));
    }
}
