package io.shardmesh.node.store;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.io.OpenMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings the index up to date with the packs when a store is opened. Usually that is the end of the
 * newest one. Packs are read in the order in which they were written, since a later entry replaces
 * an earlier one of the same name; so once one has to be read, all behind it are read too.
 */
final class PacksCheck {
    private final StoreFiles files;
    private final ShardIndex index;
    private final SetAside setAside;
    private Map<Long, PackMark> marks = Map.of();
    private boolean readAll;
    private boolean cleared;
    private int indexedCount;
    private int droppedCount;
    private long lastNumber;
    private Optional<PackMark> end = Optional.empty();

    PacksCheck(StoreFiles files, ShardIndex index, SetAside setAside) {
        this.files = files;
        this.index = index;
        this.setAside = setAside;
    }

    /** True when the index knew of pack content that is gone, and was made anew. */
    boolean cleared() {
        return cleared;
    }

    int indexedCount() {
        return indexedCount;
    }

    int droppedCount() {
        return droppedCount;
    }

    long nextNumber() {
        return lastNumber + 1;
    }

    /** The end of the newest pack, when something can be appended there. */
    Optional<PackMark> end() {
        return end;
    }

    CompletableFuture<Void> run() {
        return files.port()
                .list(PackWriter.PACKS)
                .thenCombine(
                        index.marks(),
                        (found, known) -> {
                            marks =
                                    known.stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            PackMark::packNumber,
                                                            Function.identity()));
                            return sizes(found);
                        })
                .thenCompose(sizes ->
                        clearIfBehind(sizes)
                                .thenCompose(_ -> readAll(sizes))
                                .thenCompose(_ -> endWithdrawals(sizes)));
    }

    private static SortedMap<Long, Long> sizes(List<FileInfo> found) {
        TreeMap<Long, Long> sizes = new TreeMap<>();
        for (FileInfo file : found) {
            PackFormat.parseFileName(file.name())
                    .ifPresent(number -> sizes.put(number, file.sizeBytes()));
        }
        return sizes;
    }

    private CompletableFuture<Void> clearIfBehind(Map<Long, Long> sizes) {
        boolean lost = false;
        for (PackMark mark : new TreeMap<>(marks).values()) {
            long sizeBytes = sizes.getOrDefault(mark.packNumber(), -1L);
            if (sizeBytes < mark.indexedBytes()) {
                String cause = sizeBytes < 0 ? "the pack is missing" : "the pack was cut off";
                setAside.report(PackWriter.path(mark.packNumber()), cause);
                lost = true;
            }
        }
        if (!lost) {
            return CompletableFuture.completedFuture(null);
        }
        marks = Map.of();
        cleared = true;
        return index.clear();
    }

    private CompletableFuture<Void> readAll(SortedMap<Long, Long> sizes) {
        lastNumber = sizes.isEmpty() ? 0 : sizes.lastKey();
        return Steps.forEach(sizes.entrySet(), pack -> read(pack.getKey(), pack.getValue()));
    }

    /** What was read may take back entries of packs that are gone. */
    private CompletableFuture<Void> endWithdrawals(SortedMap<Long, Long> sizes) {
        return readAll
                ? index.apply(IndexChange.of(new IndexStep.EndWithdrawals(sizes.firstKey())))
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> read(long number, long sizeBytes) {
        PackMark mark = marks.get(number);
        boolean newest = number == lastNumber;
        if (mark != null && !readAll && mark.indexedBytes() == sizeBytes) {
            end = newest ? Optional.of(mark) : end;
            return CompletableFuture.completedFuture(null);
        }
        PackMark from =
                mark == null || readAll ? new PackMark(number, PackFormat.HEADER_BYTES) : mark;
        readAll = true;
        String path = PackWriter.path(number);
        int headerBytes = (int) Math.min(PackFormat.HEADER_BYTES, sizeBytes);
        return files.readAt(path, 0, headerBytes)
                .thenCompose(header -> {
                    if (PackFormat.isOfOtherVersion(header)) {
                        throw StoreFiles.damaged(path, "made by a later version");
                    }
                    return scan(path, from, sizeBytes, newest);
                })
                .exceptionallyCompose(thrown -> unreadable(path, thrown));
    }

    private CompletableFuture<Void> scan(
            String path, PackMark from, long sizeBytes, boolean newest) {
        PackContents contents = new PackContents(from.packNumber());
        return PackScan.run(files, path, from, contents)
                .thenCompose(_ -> keepDamage(path, contents))
                .thenCompose(_ -> finish(from, sizeBytes, contents, newest));
    }

    /** A pack that cannot be read is left as it is: perhaps it can be tomorrow. */
    private CompletableFuture<Void> unreadable(String path, Throwable thrown) {
        FailureException.find(thrown)
                .ifPresentOrElse(
                        failure -> setAside.report(path, failure.cause()),
                        () -> {
                            throw StoreFiles.wrapped(thrown);
                        });
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> keepDamage(String path, PackContents contents) {
        return Steps.forEach(
                contents.damage(),
                range ->
                        files.readAt(path, range.fromOffset(), range.sizeBytes())
                                .thenCompose(bytes ->
                                        PackContents.isZero(bytes)
                                                ? CompletableFuture.completedFuture(null)
                                                : setAside.keep(
                                                        path,
                                                        FilePath.name(path)
                                                                + "."
                                                                + range.fromOffset(),
                                                        bytes,
                                                        range.cause())));
    }

    private CompletableFuture<Void> finish(
            PackMark from, long sizeBytes, PackContents contents, boolean newest) {
        String path = PackWriter.path(from.packNumber());
        if (contents.entryCount() == 0 && from.indexedBytes() == PackFormat.HEADER_BYTES) {
            // Nothing was ever acknowledged from it, or nothing is left: its damage was kept.
            droppedCount++;
            return files.drop(path);
        }
        long endOffset = contents.endOffset(from.indexedBytes(), sizeBytes);
        indexedCount += contents.shardCount();
        PackMark mark = new PackMark(from.packNumber(), newest ? endOffset : sizeBytes);
        if (newest) {
            end = Optional.of(mark);
        }
        return (newest && endOffset < sizeBytes ? cutIfPossible(path, endOffset) : done())
                .thenCompose(_ -> index.apply(IndexChange.packed(contents.steps(), mark)));
    }

    /** What stays behind its end must not be appended to. */
    private CompletableFuture<Void> cutIfPossible(String path, long endOffset) {
        return cut(path, endOffset)
                .exceptionallyCompose(thrown -> {
                    end = Optional.empty();
                    return unreadable(path, thrown);
                });
    }

    private CompletableFuture<Void> cut(String path, long endOffset) {
        return files.using(path, OpenMode.READ_WRITE, file -> cut(file, endOffset));
    }

    private static CompletableFuture<Void> cut(FileHandle file, long endOffset) {
        return file.truncate(endOffset).thenCompose(_ -> file.sync());
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
