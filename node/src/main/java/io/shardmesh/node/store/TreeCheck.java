package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.record.ShardName;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Walks the tree of shard files when a store is opened and compares each directory with the rows of
 * the index for it. Only names and lengths are looked at; a record is read when the index lacks it.
 */
final class TreeCheck {
    /** Rows that are asked for at once. */
    private static final int PAGE_COUNT = 256;

    private final StoreFiles files;
    private final ShardIndex index;
    private final SetAside setAside;
    private final ShardCheck shards;

    /** Directories that need no second look; those that cannot be read among them. */
    private final BitSet walked = new BitSet(1 << 16);

    TreeCheck(StoreFiles files, ShardIndex index, SetAside setAside) {
        this.files = files;
        this.index = index;
        this.setAside = setAside;
        this.shards = new ShardCheck(files, index, setAside);
    }

    int indexedCount() {
        return shards.indexedCount();
    }

    int droppedCount() {
        return shards.droppedCount();
    }

    CompletableFuture<Void> run() {
        return directories(ShardFiles.OBJECTS)
                .thenCompose(upper -> Steps.forEach(upper, this::walkUpper))
                .thenCompose(_ -> checkOthers());
    }

    private CompletableFuture<Void> walkUpper(String path) {
        int first = byteAt(path, path.length() - 2) << 8;
        return directories(path)
                .thenCompose(lower -> Steps.forEach(lower, this::walkLower))
                .exceptionallyCompose(thrown -> unreadable(path, first, first + 256, thrown));
    }

    /** Paths of the directories in this one whose names are two lower-case digits. */
    private CompletableFuture<List<String>> directories(String path) {
        return files.port()
                .list(path)
                .thenApply(found ->
                        found.stream()
                                .filter(FileInfo::directory)
                                .map(FileInfo::name)
                                .filter(name -> name.matches("[0-9a-f]{2}"))
                                .map(name -> FilePath.join(path, name))
                                .toList());
    }

    private CompletableFuture<Void> walkLower(String path) {
        int prefix = prefix(path);
        walked.set(prefix);
        DirectoryContents contents = new DirectoryContents();
        return files.port()
                .list(path)
                .thenAccept(found -> found.forEach(contents::addFile))
                .thenCompose(_ -> addRows(prefix, contents))
                .thenCompose(_ -> Steps.forEach(contents.shards(), shards::check))
                .exceptionallyCompose(thrown -> unreadable(path, prefix, prefix + 1, thrown));
    }

    /** Perhaps it can be read tomorrow, so its rows stay. */
    private CompletableFuture<Void> unreadable(
            String path, int fromPrefix, int toPrefix, Throwable thrown) {
        Failure failure = RecordReading.failure(thrown);
        setAside.report(
                path, "cannot be read: " + failure.cause() + "; check the disk, owner and mode");
        walked.set(fromPrefix, toPrefix);
        return CompletableFuture.completedFuture(null);
    }

    private static int prefix(String path) {
        int digits = path.length();
        return byteAt(path, digits - 5) << 8 | byteAt(path, digits - 2);
    }

    private static int byteAt(String path, int position) {
        return HexFormat.fromHexDigits(path, position, position + 2);
    }

    private CompletableFuture<Void> addRows(int prefix, DirectoryContents contents) {
        byte[] first = new byte[Digest.SIZE_BYTES];
        first[0] = (byte) (prefix >>> 8);
        first[1] = (byte) prefix;
        Pages pages = new Pages(Digest.of(first));
        return pages.forEach(row -> {
            if (prefixOf(row) != prefix) {
                return false;
            }
            contents.addRow(row);
            return true;
        });
    }

    /** Rows whose directory is not there at all. */
    private CompletableFuture<Void> checkOthers() {
        DirectoryContents contents = new DirectoryContents();
        return new Pages(Digest.of(new byte[Digest.SIZE_BYTES]))
                .forEach(row -> {
                    if (!walked.get(prefixOf(row))) {
                        contents.addRow(row);
                    }
                    return true;
                })
                .thenCompose(_ -> Steps.forEach(contents.shards(), shards::check));
    }

    private static int prefixOf(StoredShard row) {
        byte[] key = row.name().objectKey().bytes();
        return (key[0] & 0xFF) << 8 | (key[1] & 0xFF);
    }

    /** Rows of the index from a key on, page by page. */
    private final class Pages {
        private Digest key;
        private int shardIndex = -1;

        Pages(Digest from) {
            this.key = from;
        }

        /** Gives rows to the taker until it says false or there are no more. */
        CompletableFuture<Void> forEach(Predicate<StoredShard> taker) {
            return Steps.whileTrue(() ->
                    index.after(key, shardIndex, PAGE_COUNT).thenApply(rows -> take(rows, taker)));
        }

        private boolean take(List<StoredShard> rows, Predicate<StoredShard> taker) {
            for (StoredShard row : rows) {
                ShardName name = row.name();
                key = name.objectKey();
                shardIndex = name.index();
                if (!taker.test(row)) {
                    return false;
                }
            }
            return rows.size() == PAGE_COUNT;
        }
    }
}
