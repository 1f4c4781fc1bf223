package io.shardmesh.node.catalog;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The logs as bytes, to be copied between devices: our own is read, copies of others are written
 * and indexed. A copy is a file {@code <device>.log}, written from its beginning on without gaps;
 * what a crash has torn off is brought again. One change at a time; on the strand.
 */
final class LogCopies {
    private final CatalogPorts ports;
    private final IndexKeys keys;
    private final OpenLogs logs;
    private final LogAppender own;
    private final Map<DeviceId, Coverage> reached = new TreeMap<>();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    LogCopies(CatalogPorts ports, IndexKeys keys, OpenLogs logs, LogAppender own) {
        this.ports = ports;
        this.keys = keys;
        this.logs = logs;
        this.own = own;
    }

    /** Bytes of our own log that are surely on the disk. */
    long ownEnd() {
        return own.end().endOffset();
    }

    /** Fills the buffer from our own log, which has so many bytes there. */
    CompletableFuture<Boolean> readOwn(long offset, ByteBuffer target) {
        return Reading.fill(own.log().file(), offset, target);
    }

    /** How much of a log is here and indexed; 0 when nothing of it is. */
    CompletableFuture<Long> end(DeviceId device) {
        Coverage known = reached.get(device);
        return known != null
                ? CompletableFuture.completedFuture(known.endOffset())
                : coverage(device).thenApply(found -> found.map(Coverage::endOffset).orElse(0L));
    }

    private CompletableFuture<Optional<Coverage>> coverage(DeviceId device) {
        return ports.index()
                .coverage()
                .thenApply(
                        all -> all.stream().filter(one -> one.device().equals(device)).findFirst());
    }

    /**
     * Adds bytes to the copy of another device's log.
     *
     * @param offset where they begin in the log, not behind {@link #end}
     * @return how far the log is indexed then. Fails with MALFORMED when the bytes are not of that
     *     log, and WRONG_KEY when it is another owner's
     */
    CompletableFuture<Coverage> extend(
            DeviceId device, long offset, ByteBuffer bytes, SecretBytes catalogKey) {
        CompletableFuture<Coverage> extended =
                last.handle((done, trouble) -> true)
                        .thenCompose(turn -> write(device, offset, bytes))
                        .thenCompose(written -> open(device, catalogKey))
                        .thenCompose(this::index);
        last = extended;
        return extended;
    }

    private CompletableFuture<Void> write(DeviceId device, long offset, ByteBuffer bytes) {
        if (device.equals(own.end().device())) {
            throw failure(device, FailureKind.REFUSED, "it is this device's own");
        }
        return ports.files()
                .open(path(device), OpenMode.CREATE)
                .thenCompose(file ->
                        file.write(offset, bytes)
                                .thenCompose(written -> file.sync())
                                .thenCompose(synced -> file.close()))
                .thenCompose(closed -> ports.files().syncDirectory(ports.folder()));
    }

    private CompletableFuture<DeviceLog> open(DeviceId device, SecretBytes catalogKey) {
        Optional<DeviceLog> known = logs.get(device);
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        byte[] start = new byte[LogHeader.SIZE_BYTES];
        ByteBuffer target = ByteBuffer.wrap(start);
        return ports.files()
                .open(path(device), OpenMode.READ)
                .thenCompose(file ->
                        Reading.fill(file, 0, target)
                                .thenCompose(filled ->
                                        open(
                                                device,
                                                file,
                                                LogHeader.read(
                                                        Arrays.copyOf(start, target.position()),
                                                        catalogKey))));
    }

    private CompletableFuture<DeviceLog> open(
            DeviceId device, FileHandle file, LogHeader.Outcome outcome) {
        return switch (outcome) {
            case LogHeader.Outcome.Usable read when read.header().device().equals(device) -> {
                DeviceLog log = new DeviceLog(path(device), file, read);
                logs.add(log);
                yield CompletableFuture.completedFuture(log);
            }
            case LogHeader.Outcome.Usable read -> {
                read.key().close();
                yield refuse(device, file, FailureKind.MALFORMED, "it is another device's");
            }
            case LogHeader.Outcome.Damaged damaged ->
                    refuse(device, file, FailureKind.MALFORMED, "its header is damaged");
            case LogHeader.Outcome.OtherVersion other ->
                    refuse(device, file, FailureKind.MALFORMED, "a newer program wrote it");
            case LogHeader.Outcome.WrongKey wrong ->
                    refuse(device, file, FailureKind.WRONG_KEY, "it belongs to another key");
        };
    }

    private CompletableFuture<DeviceLog> refuse(
            DeviceId device, FileHandle file, FailureKind kind, String why) {
        return file.close()
                .thenCompose(closed -> ports.files().delete(path(device)))
                .thenCompose(gone -> CompletableFuture.failedFuture(failure(device, kind, why)));
    }

    private CompletableFuture<Coverage> index(DeviceLog log) {
        DeviceId device = log.header().device();
        return coverage(device)
                .thenCompose(found ->
                        log.scan(
                                found.orElseGet(() -> Coverage.none(log.header())),
                                (records, upTo) ->
                                        CatalogOpening.apply(ports.index(), keys, records, upTo)))
                .thenApply(scan -> {
                    reached.put(device, scan.reached());
                    return scan.reached();
                });
    }

    private String path(DeviceId device) {
        String name = device + ".log";
        return ports.folder().isEmpty() ? name : ports.folder() + "/" + name;
    }

    private static RuntimeException failure(DeviceId device, FailureKind kind, String why) {
        return new Failure(kind, "copy", "the catalog log of device " + device, why).exception();
    }
}
