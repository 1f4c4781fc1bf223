package io.shardmesh.testing.cluster;

import java.util.SplittableRandom;

/**
 * What a file of the load consists of, made again whenever it is compared.
 *
 * @param seed decides the bytes
 * @param sizeBytes how many
 */
record Content(long seed, int sizeBytes) {
    private static final int INLINE_BYTES = 8000;
    private static final int SMALL_BYTES = 300_000;
    private static final int LARGE_BYTES = 6_000_000;

    /** Two in five lie in their manifest, two have one stripe, one has several. */
    static Content draw(SplittableRandom random) {
        int most =
                switch (random.nextInt(5)) {
                    case 0, 1 -> INLINE_BYTES;
                    case 2, 3 -> SMALL_BYTES;
                    default -> LARGE_BYTES;
                };
        return new Content(random.nextLong(), random.nextInt(most));
    }

    /** One of the files of a batch. */
    static Content drawSmall(SplittableRandom random) {
        return new Content(random.nextLong(), random.nextInt(INLINE_BYTES));
    }

    byte[] bytes() {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
