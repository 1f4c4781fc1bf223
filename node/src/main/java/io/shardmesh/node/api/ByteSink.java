package io.shardmesh.node.api;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where the bytes of a get go, in order.
 *
 * <p>The node has at most one write outstanding, which is all the back-pressure there is. The
 * method returns at once; its future may complete on any thread, and the buffer belongs to the sink
 * until then. Whoever made the sink closes it.
 */
@FunctionalInterface
public interface ByteSink {
    /** Takes all bytes from position to limit. */
    CompletableFuture<Void> write(ByteBuffer bytes);

    /**
     * The file that the bytes go to, when there is one and it is empty: a service in the same home
     * may write to it instead of handing over each byte.
     */
    default Optional<LocalFile> file() {
        return Optional.empty();
    }
}
