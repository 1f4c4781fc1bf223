package io.shardmesh.node.store;

import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.FileHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Reads a shard from its beginning to its end and hashes it, at the pace of another. While a block
 * is hashed the next one is read; there are two buffers, whatever the length of the shard.
 */
final class PacedHashing {
    private final FileHandle file;
    private final String path;
    private final ShardLocation.InFile shard;
    private final Compute compute;
    private final LongFunction<CompletableFuture<Void>> pace;
    private final BlockHasher hasher;

    private ByteBuffer toRead;
    private ByteBuffer toHash;
    private CompletableFuture<?> hashed = CompletableFuture.completedFuture(null);
    private long position;

    PacedHashing(
            FileHandle file,
            String path,
            ShardLocation.InFile shard,
            Compute compute,
            LongFunction<CompletableFuture<Void>> pace) {
        this.file = file;
        this.path = path;
        this.shard = shard;
        this.compute = compute;
        this.pace = pace;
        this.hasher = BlockHasher.create(shard.blockBytes());
        int bufferBytes = (int) Math.min(shard.blockBytes(), shard.shardBytes());
        this.toRead = ByteBuffer.allocate(bufferBytes);
        this.toHash = ByteBuffer.allocate(bufferBytes);
    }

    /** The tree of what is there; fails with DAMAGED when that has another length. */
    CompletableFuture<BlockTree> run() {
        return file.size()
                .thenCompose(sizeBytes -> {
                    if (sizeBytes != shard.shardBytes()) {
                        throw StoreFiles.damaged(
                                path, "has " + sizeBytes + " bytes, not " + shard.shardBytes());
                    }
                    return Steps.whileTrue(this::next);
                })
                .handle((_, thrown) -> thrown)
                .thenCompose(thrown -> Steps.settled(hashed).thenApply(_ -> thrown))
                .thenCompose(thrown ->
                        thrown == null
                                ? hashed.thenCompose(_ -> compute.run(hasher::finish))
                                : CompletableFuture.failedFuture(thrown));
    }

    private CompletableFuture<Boolean> next() {
        int count = (int) Math.min(shard.blockBytes(), shard.shardBytes() - position);
        if (count == 0) {
            return CompletableFuture.completedFuture(false);
        }
        long from = position;
        position += count;
        return pace.apply(count)
                .thenCompose(_ -> StoreFiles.fill(file, path, from, toRead.clear().limit(count)))
                .thenCompose(_ -> hashed)
                .thenApply(_ -> {
                    hashRead();
                    return true;
                });
    }

    private void hashRead() {
        ByteBuffer block = toRead;
        toRead = toHash;
        toHash = block;
        hashed =
                compute.run(() -> {
                    hasher.update(block);
                    return true;
                });
    }
}
