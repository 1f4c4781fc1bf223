package io.shardmesh.node.catalog;

import io.shardmesh.node.io.FileHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** One open log whose header was read and whose key fits. */
final class DeviceLog {

    /** Room for any record behind what is left of another, and few reads for many small ones. */
    private static final int WINDOW_BYTES = 4 * Limits.MAX_RECORD_BYTES;

    /** Holds most records, so that one read is enough. */
    private static final int FIRST_READ_BYTES = 1024;

    private final String path;
    private final FileHandle file;
    private final LogHeader header;
    private final LogKey key;

    DeviceLog(String path, FileHandle file, LogHeader.Outcome.Usable read) {
        this.path = path;
        this.file = file;
        this.header = read.header();
        this.key = read.key();
    }

    String path() {
        return path;
    }

    FileHandle file() {
        return file;
    }

    LogHeader header() {
        return header;
    }

    LogKey key() {
        return key;
    }

    /**
     * Reads all records from where an earlier reading ended.
     *
     * @param sink gets the records of each piece and how far they reach; awaited before the next
     */
    CompletableFuture<LogScan> scan(
            Coverage from, BiFunction<List<LogRecord>, Coverage, CompletableFuture<Void>> sink) {
        var scan = new LogScan(path, key, from);
        return scanOn(scan, new byte[WINDOW_BYTES], 0, from.endOffset(), sink);
    }

    /** The first {@code have} bytes of the window are those of the file from the offset on. */
    private CompletableFuture<LogScan> scanOn(
            LogScan scan,
            byte[] window,
            int have,
            long offset,
            BiFunction<List<LogRecord>, Coverage, CompletableFuture<Void>> sink) {
        var target = ByteBuffer.wrap(window, have, window.length - have);
        return Reading.fill(file, offset + have, target)
                .thenCompose(filled -> {
                    int limit = target.position();
                    int done = scan.scan(window, limit, offset, !filled);
                    System.arraycopy(window, done, window, 0, limit - done);
                    var sunk = sink(scan, sink);
                    return filled
                            ? sunk.thenCompose(
                                    none -> scanOn(scan, window, limit - done, offset + done, sink))
                            : sunk.thenApply(none -> scan);
                });
    }

    private static CompletableFuture<Void> sink(
            LogScan scan, BiFunction<List<LogRecord>, Coverage, CompletableFuture<Void>> sink) {
        var found = scan.takeFound();
        return found.isEmpty() ? Done.now() : sink.apply(found, scan.reached());
    }

    /** The record whose frame is at that offset; empty when it is damaged. */
    CompletableFuture<Optional<LogRecord>> read(long offset) {
        byte[] first = new byte[FIRST_READ_BYTES];
        var target = ByteBuffer.wrap(first);
        return Reading.fill(file, offset, target)
                .thenCompose(filled -> {
                    int have = target.position();
                    RecordFrame frame =
                            have < RecordFrame.SIZE_BYTES ? null : RecordFrame.find(first, 0);
                    return frame == null
                            ? CompletableFuture.completedFuture(Optional.empty())
                            : readRest(offset, frame, Arrays.copyOf(first, have));
                });
    }

    private CompletableFuture<Optional<LogRecord>> readRest(
            long offset, RecordFrame frame, byte[] first) {
        byte[] whole = Arrays.copyOf(first, frame.totalBytes());
        int have = Math.min(first.length, whole.length);
        var rest = ByteBuffer.wrap(whole, have, whole.length - have);
        return Reading.fill(file, offset + have, rest)
                .thenApply(filled -> {
                    byte[] sealed = Arrays.copyOfRange(whole, RecordFrame.SIZE_BYTES, whole.length);
                    return filled
                            ? frame.open(sealed, offset, key, header.device())
                            : Optional.empty();
                });
    }

    /** Wipes the key. */
    CompletableFuture<Void> close() {
        key.close();
        return file.close();
    }
}
