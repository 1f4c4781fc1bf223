package io.shardmesh.simulator.month;

import java.util.SplittableRandom;

/** What objects contain, and how much of it: a function of the seed, so nobody has to keep it. */
record MonthContents(long seed) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** A share of all objects, and from and to which size they are. */
    private record Mix(int percent, int leastBytes, int mostBytes) {}

    private static final Mix INLINE = new Mix(30, 100, 8 * KIB);
    private static final Mix SMALL = new Mix(45, 16 * KIB, 64 * KIB);
    private static final Mix MIDDLING = new Mix(20, 64 * KIB, 256 * KIB);
    private static final Mix LARGE = new Mix(4, 256 * KIB, MIB);
    private static final Mix STRIPED = new Mix(1, 4 * MIB, 6 * MIB);

    byte[] of(int number) {
        SplittableRandom random = new SplittableRandom(seed + number);
        Mix mix = mix(random.nextInt(100));
        byte[] content = new byte[random.nextInt(mix.leastBytes(), mix.mostBytes() + 1)];
        random.nextBytes(content);
        return content;
    }

    private static Mix mix(int percentile) {
        int rest = percentile;
        for (Mix mix : new Mix[] {INLINE, SMALL, MIDDLING, LARGE}) {
            rest -= mix.percent();
            if (rest < 0) {
                return mix;
            }
        }
        return STRIPED;
    }
}
