package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.ShardName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Blocks from the shard files; the files that were read last stay open. */
final class FileShardReader implements ShardReader {
    /** A session reads one shard, or a few of one object; thousands of sessions may be open. */
    private static final int MAX_OPEN_COUNT = 2;

    private final StoreFiles files;
    private final ShardIndex index;
    private final BlockTrees trees;
    private final Map<ShardName, OpenShard> open = new LinkedHashMap<>(4, 0.75f, true);
    private boolean closed;

    private record OpenShard(ShardLocation.InFile shard, String path, FileHandle file) {}

    FileShardReader(StoreFiles files, ShardIndex index, BlockTrees trees) {
        this.files = files;
        this.index = index;
        this.trees = trees;
    }

    @Override
    public CompletableFuture<StoredBlock> readBlock(
            Digest objectKey, int shardIndex, long blockIndex) {
        ShardName name = new ShardName(objectKey, shardIndex);
        OpenShard known = open.get(name);
        CompletableFuture<StoredBlock> block =
                known != null
                        ? CompletableFuture.completedFuture(known)
                                .thenCompose(opened -> read(name, opened, blockIndex))
                        : index.find(objectKey)
                                .thenCompose(
                                        rows -> openAndRead(name, shard(rows, name), blockIndex));
        return block.exceptionallyCompose(thrown -> failed(name, thrown));
    }

    private static ShardLocation.InFile shard(List<StoredShard> rows, ShardName name) {
        for (StoredShard row : rows) {
            if (row.name().equals(name) && row.location() instanceof ShardLocation.InFile shard) {
                return shard;
            }
        }
        throw notFound(name, "no such shard is stored");
    }

    private CompletableFuture<StoredBlock> openAndRead(
            ShardName name, ShardLocation.InFile shard, long blockIndex) {
        checkIndex(name, shard, blockIndex);
        String path = new ShardFiles(name).path(ShardFiles.Part.SHARD);
        return files.port()
                .open(path, OpenMode.READ)
                .thenCompose(file -> keep(name, new OpenShard(shard, path, file)))
                .thenCompose(opened -> read(name, opened, blockIndex));
    }

    private CompletableFuture<OpenShard> keep(ShardName name, OpenShard opened) {
        if (closed) {
            return opened.file()
                    .close()
                    .thenApply(_ -> {
                        throw notFound(name, "the session has ended");
                    });
        }
        OpenShard before = open.put(name, opened);
        if (before == null && open.size() > MAX_OPEN_COUNT) {
            before = open.remove(open.keySet().iterator().next());
        }
        return close(before).thenApply(_ -> opened);
    }

    private CompletableFuture<StoredBlock> read(ShardName name, OpenShard opened, long blockIndex) {
        ShardLocation.InFile shard = opened.shard();
        checkIndex(name, shard, blockIndex);
        long position = blockIndex * shard.blockBytes();
        int count = (int) Math.min(shard.blockBytes(), shard.shardBytes() - position);
        CompletableFuture<BlockTree> tree = trees.of(name, shard, opened.file());
        return tree.thenCompose(
                        _ -> StoreFiles.readFully(opened.file(), opened.path(), position, count))
                .thenCombine(tree, (block, of) -> new StoredBlock(block, of.path(blockIndex)));
    }

    private static void checkIndex(ShardName name, ShardLocation.InFile shard, long blockIndex) {
        long blockCount = Math.ceilDiv(shard.shardBytes(), (long) shard.blockBytes());
        if (blockIndex < 0 || blockIndex >= blockCount) {
            throw notFound(name, "the shard has no block " + blockIndex);
        }
    }

    /**
     * The next read opens the file anew. To a reader it is all the same why a disk gave nothing.
     */
    private CompletableFuture<StoredBlock> failed(ShardName name, Throwable thrown) {
        Optional<Failure> failure =
                FailureException.find(thrown)
                        .filter(found -> found.kind() == FailureKind.IO)
                        .map(found ->
                                new Failure(
                                        FailureKind.DAMAGED,
                                        found.operation(),
                                        found.subject(),
                                        found.cause()));
        return close(open.remove(name))
                .thenCompose(_ ->
                        CompletableFuture.failedFuture(
                                failure.<Throwable>map(Failure::exception).orElse(thrown)));
    }

    private static FailureException notFound(ShardName name, String cause) {
        String subject = name.objectKey() + " " + name.index();
        return new Failure(FailureKind.NOT_FOUND, "read", subject, cause).exception();
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        CompletableFuture<?>[] closing =
                open.values().stream()
                        .map(FileShardReader::close)
                        .toArray(CompletableFuture<?>[]::new);
        open.clear();
        return CompletableFuture.allOf(closing);
    }

    private static CompletableFuture<Void> close(@Nullable OpenShard opened) {
        return opened == null
                ? CompletableFuture.completedFuture(null)
                : Steps.settled(opened.file().close());
    }
}
