package io.shardmesh.node.catalog;

import io.shardmesh.node.io.FileHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Reads that go on until the buffer is full or the file ends. */
final class Reading {

    private Reading() {}

    /** Completes with false when the file ended before the buffer was full. */
    static CompletableFuture<Boolean> fill(FileHandle file, long position, ByteBuffer target) {
        if (!target.hasRemaining()) {
            return CompletableFuture.completedFuture(true);
        }
        return file.read(position, target)
                .thenCompose(count ->
                        count < 0
                                ? CompletableFuture.completedFuture(false)
                                : fill(file, position + count, target));
    }
}
