package io.shardmesh.node.api;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where the bytes of a put come from, in order, once.
 *
 * <p>The node has at most one read outstanding. The method returns at once; its future may complete
 * on any thread, and the buffer belongs to the source until then.
 */
@FunctionalInterface
public interface ByteSource {
    /**
     * Fills {@code target} from its position on, at least one byte unless the source has ended.
     *
     * @return the number of bytes that were added, or -1 at the end. Fails with {@link
     *     FailureKind#SOURCE_CHANGED} when the source is seen to have changed since it was opened,
     *     at the latest where the end would be reported
     */
    CompletableFuture<Integer> read(ByteBuffer target);

    /**
     * The file that the bytes come from, when there is one, as it is now: a service in the same
     * home may read it instead of asking for each byte.
     */
    default Optional<LocalFile> file() {
        return Optional.empty();
    }
}
