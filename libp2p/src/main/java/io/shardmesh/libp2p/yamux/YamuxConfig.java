package io.shardmesh.libp2p.yamux;

/**
 * Bounds of one connection.
 *
 * @param receiveWindowBytes how much of a new stream the other side may send ahead of consumption,
 *     at least the protocol's 256 KiB
 * @param maxWindowBytes what that may grow to while the consumer keeps pace; the most that one
 *     stream makes us keep
 * @param unsentBytes how much written data one stream may keep waiting for {@code drainOutput}
 * @param frameBytes longest payload of a frame that we send; short enough that streams interleave
 * @param inboundStreamCount how many streams the other side may have open; more are reset
 * @param unconsumedBytes how much of all streams together may lie unconsumed, beyond what windows
 *     have grown; the stream that exceeds it is reset, so many slow streams cannot fill the memory
 */
public record YamuxConfig(
        int receiveWindowBytes,
        int maxWindowBytes,
        int unsentBytes,
        int frameBytes,
        int inboundStreamCount,
        long unconsumedBytes) {
    /** Every stream starts with this window in both directions (yamux specification). */
    public static final int INITIAL_WINDOW_BYTES = 256 * 1024;

    /** What a window grows to: 8 MiB fill a line of 600 Mbit/s over a round trip of 100 ms. */
    private static final int GROWN_WINDOW_BYTES = 8 * 1024 * 1024;

    /**
     * 256 KiB windows, as peers start with; frames of 16 KiB, so that four streams share one Noise
     * frame; 1,000 inbound streams, as js allows; 64 MiB in all.
     */
    public static final YamuxConfig DEFAULT =
            new YamuxConfig(
                    INITIAL_WINDOW_BYTES,
                    GROWN_WINDOW_BYTES,
                    INITIAL_WINDOW_BYTES,
                    16 * 1024,
                    1000,
                    64L << 20);

    private static final int MIN_FRAME_BYTES = 1024;
    private static final int MAX_FRAME_BYTES = 64 * 1024;

    /** The largest window that anybody grants, here and in js-libp2p. */
    static final int MAX_WINDOW_BYTES = 16 * 1024 * 1024;

    /** Checks the ranges. */
    public YamuxConfig {
        check(
                receiveWindowBytes >= INITIAL_WINDOW_BYTES
                        && receiveWindowBytes <= MAX_WINDOW_BYTES,
                "receive window");
        check(
                maxWindowBytes >= receiveWindowBytes && maxWindowBytes <= MAX_WINDOW_BYTES,
                "grown window");
        check(unsentBytes > 0, "unsent bytes");
        check(frameBytes >= MIN_FRAME_BYTES && frameBytes <= MAX_FRAME_BYTES, "frame");
        check(inboundStreamCount >= 0, "inbound streams");
        check(unconsumedBytes >= receiveWindowBytes, "unconsumed bytes");
    }

    private static void check(boolean fits, String what) {
        if (!fits) {
            throw new IllegalArgumentException("yamux: impossible limit of " + what);
        }
    }
}
