package io.shardmesh.node.member;

import io.shardmesh.node.core.Async;
import io.shardmesh.node.io.FileHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Reads that go on until the file ends or the buffer is full. */
final class WholeReads {
    private WholeReads() {}

    static CompletableFuture<byte[]> fill(FileHandle file, ByteBuffer target) {
        return Async.loop(() ->
                        target.hasRemaining()
                                ? file.read(target.position(), target)
                                        .thenApply(count -> count >= 0)
                                : CompletableFuture.completedFuture(false))
                .thenApply(done -> written(target));
    }

    private static byte[] written(ByteBuffer target) {
        byte[] bytes = new byte[target.position()];
        target.get(0, bytes);
        return bytes;
    }
}
