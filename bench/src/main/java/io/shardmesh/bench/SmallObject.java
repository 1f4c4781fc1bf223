package io.shardmesh.bench;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.PutRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** An object of 4 KiB, put without a file. */
final class SmallObject {
    static final int BYTES = 4096;

    private SmallObject() {}

    static void put(Node node, String name) {
        PutRequest request =
                new PutRequest(
                        name,
                        List.of(),
                        List.of(),
                        PutRequest.USUAL,
                        new PutRequest.FileFacts("", 0, Instant.EPOCH, OptionalLong.of(BYTES)));
        node.objects().put(request, zeros()).outcome().join();
    }

    private static ByteSource zeros() {
        ByteBuffer left = ByteBuffer.allocate(BYTES);
        return target -> {
            int bytes = Math.min(left.remaining(), target.remaining());
            if (bytes == 0) {
                return CompletableFuture.completedFuture(-1);
            }
            target.put(left.slice(left.position(), bytes));
            left.position(left.position() + bytes);
            return CompletableFuture.completedFuture(bytes);
        };
    }
}
