package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.ShardName;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The BLAKE3 trees of shards that are being read, the latest used in a budget of bytes. A tree
 * comes from the file of chaining values when that leads to the shard's key, else from the shard
 * itself; then the file is written again.
 */
final class BlockTrees {
    private final StoreFiles files;
    private final Compute compute;
    private final long budgetBytes;
    private final LinkedHashMap<ShardLocation.InFile, BlockTree> cached =
            new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ShardLocation.InFile, CompletableFuture<BlockTree>> loading = new HashMap<>();
    private long cachedBytes;

    BlockTrees(StoreFiles files, Compute compute, long budgetBytes) {
        this.files = files;
        this.compute = compute;
        this.budgetBytes = budgetBytes;
    }

    /**
     * The tree of a shard that is open. A tree belongs to a content, not to a name, so one that is
     * known outlives the removal of the shard and serves those who still read it. Fails with
     * DAMAGED when neither file leads to the key.
     */
    CompletableFuture<BlockTree> of(
            ShardName name, ShardLocation.InFile shard, FileHandle openShard) {
        BlockTree known = cached.get(shard);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<BlockTree> running = loading.get(shard);
        if (running != null) {
            return running;
        }
        CompletableFuture<BlockTree> load = load(new ShardFiles(name), shard, openShard);
        loading.put(shard, load);
        return load.whenComplete((tree, _) -> {
            loading.remove(shard);
            if (tree != null) {
                cache(shard, tree);
            }
        });
    }

    private CompletableFuture<BlockTree> load(
            ShardFiles names, ShardLocation.InFile shard, FileHandle openShard) {
        return kept(names, shard)
                .thenCompose(tree ->
                        tree.map(CompletableFuture::completedFuture)
                                .orElseGet(() -> rebuild(names, shard, openShard)));
    }

    /** The tree that the file of chaining values gives, when it leads to the shard's key. */
    CompletableFuture<Optional<BlockTree>> kept(ShardFiles names, ShardLocation.InFile shard) {
        String path = names.path(ShardFiles.Part.CHAINING_VALUES);
        long expectedBytes = blockCount(shard) * Digest.SIZE_BYTES;
        return files.readWhole(path, expectedBytes)
                .handle((bytes, thrown) -> {
                    if (thrown != null && FailureException.find(thrown).isEmpty()) {
                        throw StoreFiles.wrapped(thrown);
                    }
                    return thrown == null ? check(shard, bytes) : Optional.<BlockTree>empty();
                });
    }

    private static long blockCount(ShardLocation.InFile shard) {
        return Math.max(1, Math.ceilDiv(shard.shardBytes(), (long) shard.blockBytes()));
    }

    /** The tree, when these chaining values are the shard's. */
    private static Optional<BlockTree> check(ShardLocation.InFile shard, byte[] values) {
        if (values.length != blockCount(shard) * Digest.SIZE_BYTES) {
            return Optional.empty();
        }
        return Optional.of(BlockTree.of(shard.shardBytes(), shard.blockBytes(), values))
                .filter(tree -> tree.root().equals(shard.shardKey()));
    }

    private CompletableFuture<BlockTree> rebuild(
            ShardFiles names, ShardLocation.InFile shard, FileHandle openShard) {
        String path = names.path(ShardFiles.Part.SHARD);
        return files.using(path, OpenMode.READ, file -> hash(file, path, shard))
                .exceptionallyCompose(thrown ->
                        isRemoved(thrown)
                                ? hash(openShard, path, shard)
                                : CompletableFuture.failedFuture(thrown))
                .thenCompose(tree -> {
                    if (!tree.root().equals(shard.shardKey())) {
                        throw StoreFiles.damaged(path, "the shard is not its key's");
                    }
                    return writeAgain(names, tree).thenApply(_ -> tree);
                });
    }

    private static boolean isRemoved(Throwable thrown) {
        return FailureException.find(thrown)
                .filter(failure -> failure.kind() == FailureKind.NOT_FOUND)
                .isPresent();
    }

    private CompletableFuture<BlockTree> hash(
            FileHandle file, String path, ShardLocation.InFile shard) {
        BlockHasher hasher = BlockHasher.create(shard.blockBytes());
        return Steps.whileTrue(
                        () -> {
                            long at = hasher.totalBytes();
                            int count = (int) Math.min(shard.blockBytes(), shard.shardBytes() - at);
                            return count == 0
                                    ? CompletableFuture.completedFuture(false)
                                    : StoreFiles.readFully(file, path, at, count)
                                            .thenCompose(block -> update(hasher, block));
                        })
                .thenApply(_ -> hasher.finish());
    }

    private CompletableFuture<Boolean> update(BlockHasher hasher, ByteBuffer block) {
        return compute.run(() -> {
            hasher.update(block);
            return true;
        });
    }

    /** Only to be faster next time, so a failure does not matter. */
    private CompletableFuture<Void> writeAgain(ShardFiles names, BlockTree tree) {
        String tmp = files.nextTmp("cvs");
        return files.writeNew(tmp, ByteBuffer.wrap(tree.chainingValues()), false)
                .thenCompose(
                        _ -> files.port().rename(tmp, names.path(ShardFiles.Part.CHAINING_VALUES)))
                .exceptionallyCompose(_ -> files.drop(tmp));
    }

    private void cache(ShardLocation.InFile shard, BlockTree tree) {
        cached.put(shard, tree);
        cachedBytes += treeBytes(tree);
        var oldest = cached.entrySet().iterator();
        while (cachedBytes > budgetBytes && oldest.hasNext()) {
            cachedBytes -= treeBytes(oldest.next().getValue());
            oldest.remove();
        }
    }

    /** Its nodes, and a little for the objects around them. */
    private static long treeBytes(BlockTree tree) {
        return 256 + 2L * Digest.SIZE_BYTES * tree.blockCount();
    }
}
