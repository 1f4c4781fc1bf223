package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.catalog.CatalogProblem.IndexRebuilt;
import io.shardmesh.node.catalog.CatalogProblem.TornTail;
import io.shardmesh.node.catalog.IndexedObject.Change;
import io.shardmesh.node.catalog.IndexedObject.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Brings the index up to the logs, and our own log to an end at which one can append. */
final class CatalogOpening {

    private final CatalogPorts ports;
    private final IndexKeys keys;
    private final List<CatalogProblem> problems = new ArrayList<>();
    private final TreeMap<DeviceId, Coverage> covered = new TreeMap<>();
    private List<DeviceLog> logs = List.of();

    private CatalogOpening(CatalogPorts ports, IndexKeys keys) {
        this.ports = ports;
        this.keys = keys;
    }

    static CompletableFuture<Catalog> open(CatalogPorts ports, SecretBytes catalogKey) {
        var opening = new CatalogOpening(ports, IndexKeys.derive(catalogKey));
        return new LogFiles(ports, catalogKey, opening.problems)
                .open()
                .thenCompose(opening::index)
                .exceptionallyCompose(opening::fail);
    }

    private CompletableFuture<Catalog> fail(Throwable thrown) {
        keys.close();
        return LogFiles.closeAll(logs).thenCompose(none -> CompletableFuture.failedFuture(thrown));
    }

    private CompletableFuture<Catalog> index(List<DeviceLog> opened) {
        logs = opened;
        CompletableFuture<Void> indexing =
                ports.index().coverage().thenCompose(this::forgetUnlessItFits);
        for (DeviceLog log : opened) {
            indexing = indexing.thenCompose(none -> readRest(log));
        }
        return indexing.thenApply(none -> catalog());
    }

    /** An index of other logs, or of more than the logs hold, cannot be mended by reading on. */
    private CompletableFuture<Void> forgetUnlessItFits(List<Coverage> indexed) {
        indexed.forEach(coverage -> covered.put(coverage.device(), coverage));
        CompletableFuture<Optional<String>> misfit =
                CompletableFuture.completedFuture(unknownLog(indexed));
        for (DeviceLog log : logs) {
            misfit =
                    misfit.thenCombine(
                            log.file().size(),
                            (why, sizeBytes) -> why.or(() -> beyondEnd(log, sizeBytes)));
        }
        return misfit.thenCompose(why -> {
            if (why.isEmpty()) {
                return Done.now();
            }
            problems.add(new IndexRebuilt(ports.folder(), why.get()));
            covered.clear();
            return ports.index().clear();
        });
    }

    private Optional<String> unknownLog(List<Coverage> indexed) {
        for (Coverage coverage : indexed) {
            Digest logId = coverage.logId();
            if (logs.stream().noneMatch(log -> log.header().logId().equals(logId))) {
                return Optional.of("it covers a log that is not there: " + coverage.device());
            }
        }
        return Optional.empty();
    }

    private Optional<String> beyondEnd(DeviceLog log, long sizeBytes) {
        Coverage coverage = covered.get(log.header().device());
        return coverage != null && coverage.endOffset() > sizeBytes
                ? Optional.of("it covers more than " + log.path() + " holds")
                : Optional.empty();
    }

    private CompletableFuture<Void> readRest(DeviceLog log) {
        DeviceId device = log.header().device();
        return log.scan(
                        coverageOf(log),
                        (records, reached) -> apply(ports.index(), keys, records, reached))
                .thenCompose(scan -> {
                    problems.addAll(scan.problems());
                    covered.put(device, scan.reached());
                    return log == logs.getFirst() ? cutTail(log) : Done.now();
                });
    }

    private Coverage coverageOf(DeviceLog log) {
        Coverage coverage = covered.get(log.header().device());
        return coverage == null ? Coverage.none(log.header()) : coverage;
    }

    /** Nothing behind the last record was ever acknowledged, so what is there can go. */
    private CompletableFuture<Void> cutTail(DeviceLog own) {
        long end = coverageOf(own).endOffset();
        return own.file()
                .size()
                .thenCompose(sizeBytes -> {
                    if (sizeBytes <= end) {
                        return Done.now();
                    }
                    problems.add(new TornTail(own.path(), end, sizeBytes - end));
                    return own.file().truncate(end).thenCompose(none -> own.file().sync());
                });
    }

    private Catalog catalog() {
        DeviceLog own = logs.getFirst();
        long lastHybridTime =
                covered.values().stream().mapToLong(Coverage::lastHybridTime).max().orElse(0);
        var appender = new LogAppender(own, ports.random(), coverageOf(own));
        return new Catalog(ports, keys, new OpenLogs(logs), appender, lastHybridTime, problems);
    }

    /** Puts records of one log into the index. */
    static CompletableFuture<Void> apply(
            CatalogIndex index, IndexKeys keys, List<LogRecord> records, Coverage reached) {
        var changes = new ArrayList<Change>();
        for (LogRecord record : records) {
            change(keys, record).ifPresent(changes::add);
        }
        return index.apply(changes, reached);
    }

    private static Optional<Change> change(IndexKeys keys, LogRecord record) {
        var place = new Place(record.stamp(), record.offset());
        return switch (record.operation()) {
            case Operation.Put put ->
                    Optional.of(
                            new Change.Put(
                                    put.objectKey(),
                                    keys.name(put.name()),
                                    keys.tags(put.tags()),
                                    place));
            case Operation.Bundle bundle ->
                    Optional.of(
                            new Change.Bundle(
                                    bundle.objectKey(), keys.bundle(bundle.objectKey()), place));
            case Operation.Bundled bundled ->
                    Optional.of(
                            new Change.Bundled(
                                    bundled.key(),
                                    bundled.bundle(),
                                    keys.name(bundled.file().name()),
                                    keys.tags(bundled.tags()),
                                    place));
            case Operation.Tag(Digest objectKey, List<String> tags) ->
                    Optional.of(new Change.Tag(objectKey, keys.tags(tags), place));
            case Operation.Delete(Digest objectKey) -> Optional.of(new Change.Delete(objectKey));
            case Operation.Unknown unknown -> Optional.empty();
        };
    }
}
