package io.shardmesh.node.control;

import io.shardmesh.node.api.ByteSource;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A source whose bytes travel with the request for a put when they are few and there at once, which
 * saves two round trips. It gives them again to a service that asks all the same, as older ones do.
 */
final class EarlyContent implements ByteSource {
    /** Longer contents are asked for: beside their transfer a round trip is little. */
    private static final int MOST_BYTES = 64 * 1024;

    private final ByteSource source;
    private final ByteBuffer early;
    private int givenBytes;
    private @Nullable CompletableFuture<Integer> outstanding;
    private boolean ended;

    private EarlyContent(ByteSource source, int bytes) {
        this.source = source;
        this.early = ByteBuffer.allocate(bytes);
    }

    /** Reads what the source, which is said to have so many bytes, gives without a wait. */
    static EarlyContent of(ByteSource source, long expectedBytes) {
        // One more shows the end.
        int bytes = expectedBytes > MOST_BYTES ? 0 : (int) Math.max(0, expectedBytes) + 1;
        EarlyContent content = new EarlyContent(source, bytes);
        content.readAhead();
        return content;
    }

    private void readAhead() {
        while (!ended && early.hasRemaining()) {
            CompletableFuture<Integer> read = source.read(early);
            if (!read.isDone() || read.isCompletedExceptionally()) {
                outstanding = read;
                return;
            }
            ended = read.resultNow() < 0;
        }
    }

    /** All bytes, when they were there at once. */
    Optional<byte[]> whole() {
        return ended ? Optional.of(earlyBytes()) : Optional.empty();
    }

    private byte[] earlyBytes() {
        byte[] bytes = new byte[early.position()];
        early.get(0, bytes);
        return bytes;
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target) {
        CompletableFuture<Integer> awaited = outstanding;
        if (awaited != null) {
            return awaited.thenCompose(count -> {
                outstanding = null;
                ended = count < 0;
                return read(target);
            });
        }
        if (givenBytes < early.position()) {
            return CompletableFuture.completedFuture(give(target));
        }
        return ended ? CompletableFuture.completedFuture(-1) : source.read(target);
    }

    private int give(ByteBuffer target) {
        int count = Math.min(target.remaining(), early.position() - givenBytes);
        target.put(early.slice(givenBytes, count));
        givenBytes += count;
        return count;
    }
}
