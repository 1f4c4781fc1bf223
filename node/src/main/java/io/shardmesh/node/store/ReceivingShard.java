package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.GradualSync;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A shard on its way into a file in tmp, hashed while it is written. */
final class ReceivingShard implements ShardWriter {
    private final ShardName name;
    private final String path;
    private final FileHandle file;
    private final BlockHasher hasher;
    private final Services services;
    private final GradualSync sync;

    private CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> appended = CompletableFuture.completedFuture(null);
    private @Nullable CompletableFuture<BlockTree> finished;
    private boolean ended;
    private long writtenBytes;

    /** What of the store a writer uses. */
    record Services(
            StoreFiles files,
            Compute compute,
            StoreSpace space,
            ShardCommit commit,
            long syncBytes) {}

    ReceivingShard(
            ShardName name, String path, FileHandle file, BlockHasher hasher, Services services) {
        this.name = name;
        this.path = path;
        this.file = file;
        this.hasher = hasher;
        this.services = services;
        this.sync = new GradualSync(services.syncBytes(), file::sync);
    }

    @Override
    public CompletableFuture<Void> append(ByteBuffer bytes) {
        require(finished == null, "append");
        int count = bytes.remaining();
        long position = writtenBytes;
        writtenBytes += count;
        services.space().received(count);
        ByteBuffer toHash = bytes.duplicate();
        hashed =
                hashed.thenCompose(_ -> services.compute().run(() -> hash(toHash)))
                        .thenAccept(_ -> {});
        CompletableFuture<Void> written =
                file.write(position, bytes).thenRun(() -> sync.written(count));
        CompletableFuture<Void> both = CompletableFuture.allOf(hashed, written);
        appended = CompletableFuture.allOf(appended, both);
        return both;
    }

    private boolean hash(ByteBuffer bytes) {
        hasher.update(bytes);
        return true;
    }

    @Override
    public long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public CompletableFuture<Digest> finish() {
        require(finished == null, "finish");
        return end().thenApply(BlockTree::root);
    }

    private CompletableFuture<BlockTree> end() {
        if (finished == null) {
            finished =
                    appended.thenCompose(_ -> services.compute().run(hasher::finish))
                            .thenCompose(tree -> sync.finish().thenApply(_ -> tree));
        }
        return finished;
    }

    @Override
    public CompletableFuture<Void> commit(ShardRecord record) {
        require(true, "commit");
        CompletableFuture<BlockTree> whole = end();
        ended = true;
        return Steps.lastly(whole, file::close)
                .thenCompose(tree -> services.commit().run(name, path, tree, record))
                .whenComplete((_, _) -> services.space().received(-writtenBytes))
                .exceptionallyCompose(this::dropAndFail);
    }

    private CompletableFuture<Void> dropAndFail(Throwable thrown) {
        return services.files().drop(path).thenCompose(_ -> CompletableFuture.failedFuture(thrown));
    }

    @Override
    public CompletableFuture<Void> abort() {
        if (ended) {
            return CompletableFuture.completedFuture(null);
        }
        ended = true;
        CompletableFuture<?> last = finished == null ? appended : finished;
        return Steps.settled(last)
                .thenCompose(_ -> file.close())
                .thenCompose(_ -> services.files().drop(path))
                .whenComplete((_, _) -> services.space().received(-writtenBytes));
    }

    private void require(boolean inOrder, String call) {
        if (ended || !inOrder) {
            throw new IllegalStateException(call + " after finish, commit or abort");
        }
    }
}
