package io.shardmesh.libp2p.transport;

import java.util.OptionalLong;

/**
 * How many bytes a second all connections of a node together may send and receive, as TCP carries
 * them: with the costs of encryption and framing, without those of TCP and IP.
 *
 * @param upPerSecond what may be sent; empty means no cap
 * @param downPerSecond what may be received; empty means no cap
 */
public record ByteRates(OptionalLong upPerSecond, OptionalLong downPerSecond) {
    /** Below this a handshake and a ping would no longer fit their time limits. */
    public static final long MIN_PER_SECOND = 16 * 1024;

    /** More is no cap for anybody; keeps sums far from overflow. */
    public static final long MAX_PER_SECOND = 1L << 40;

    /** Checks the ranges. */
    public ByteRates {
        check(upPerSecond);
        check(downPerSecond);
    }

    /** No cap in either direction. */
    public static ByteRates unlimited() {
        return new ByteRates(OptionalLong.empty(), OptionalLong.empty());
    }

    /** Whether a cap may be set to so many bytes a second. */
    public static boolean isPossible(long perSecond) {
        return perSecond >= MIN_PER_SECOND && perSecond <= MAX_PER_SECOND;
    }

    private static void check(OptionalLong perSecond) {
        if (perSecond.isPresent() && !isPossible(perSecond.getAsLong())) {
            throw new IllegalArgumentException("a cap of " + perSecond.getAsLong() + " bytes/s");
        }
    }
}
