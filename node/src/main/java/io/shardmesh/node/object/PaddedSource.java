package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.core.Async;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A source with zeros behind its end up to the padded size, so that what is sealed does not tell
 * how long the source was.
 */
final class PaddedSource {
    private static final byte[] ZEROS = new byte[8192];

    private final ByteSource source;
    private final ByteBuffer ahead = ByteBuffer.allocate(1).limit(0);
    private long trueBytes;
    private long paddingBytes = -1;

    PaddedSource(ByteSource source) {
        this.source = source;
    }

    /** Bytes that came from the source so far; its size once {@link #fill} has said so. */
    long trueBytes() {
        return trueBytes;
    }

    /**
     * Fills {@code target} up to its limit, or to the padded end.
     *
     * @return whether the padded end has been reached with this call
     */
    CompletableFuture<Boolean> fill(ByteBuffer target) {
        return Async.loop(() -> readMore(target))
                .thenCompose(full -> sourceEnded() ? ended() : lookAhead())
                .thenApply(end -> {
                    pad(target);
                    return end && paddingBytes == 0;
                });
    }

    private CompletableFuture<Boolean> readMore(ByteBuffer target) {
        if (ahead.hasRemaining() && target.hasRemaining()) {
            target.put(ahead);
        }
        if (!target.hasRemaining() || sourceEnded()) {
            return CompletableFuture.completedFuture(false);
        }
        return source.read(target).thenApply(this::count);
    }

    /** A full buffer does not tell whether the source has ended; one byte more does. */
    private CompletableFuture<Boolean> lookAhead() {
        if (ahead.hasRemaining()) {
            return CompletableFuture.completedFuture(false);
        }
        ahead.clear();
        return Async.loop(() ->
                        source.read(ahead).thenApply(read -> count(read) && ahead.hasRemaining()))
                .thenApply(done -> {
                    ahead.flip();
                    return sourceEnded();
                });
    }

    private boolean count(int read) {
        if (read < 0) {
            paddingBytes = SealedLayout.paddedBytes(trueBytes) - trueBytes;
            return false;
        }
        trueBytes += read;
        return true;
    }

    private void pad(ByteBuffer target) {
        while (sourceEnded() && paddingBytes > 0 && target.hasRemaining()) {
            int zeros = (int) Math.min(Math.min(paddingBytes, target.remaining()), ZEROS.length);
            target.put(ZEROS, 0, zeros);
            paddingBytes -= zeros;
        }
    }

    private boolean sourceEnded() {
        return paddingBytes >= 0;
    }

    private static CompletableFuture<Boolean> ended() {
        return CompletableFuture.completedFuture(true);
    }
}
