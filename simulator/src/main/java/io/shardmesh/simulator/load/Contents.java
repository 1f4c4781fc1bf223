package io.shardmesh.simulator.load;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Content that differs at every place, and has the marker of the run in it all along. */
final class Contents {
    private static final int MARKER_EVERY_BYTES = 256;
    private static final int MAX_INLINE_BYTES = 8_000;
    private static final int MAX_STRIPE_BYTES = 60_000;
    private static final int MAX_BYTES = 300_000;

    private Contents() {}

    static byte[] draw(SplittableRandom random, String marker) {
        byte[] content = new byte[drawSize(random)];
        random.nextBytes(content);
        byte[] text = marker.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + text.length <= content.length; at += MARKER_EVERY_BYTES) {
            System.arraycopy(text, 0, content, at, text.length);
        }
        return content;
    }

    /** Nothing, inline, one stripe, or several. */
    private static int drawSize(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 3) {
            return random.nextInt(2);
        }
        if (kind < 40) {
            return random.nextInt(MAX_INLINE_BYTES);
        }
        return random.nextInt(kind < 85 ? MAX_STRIPE_BYTES : MAX_BYTES);
    }
}
