package io.shardmesh.testing.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes wrong inputs out of good ones, the same ones for the same seed. */
final class Mutator {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_STEPS = 6;
    private static final int MAX_PIECE = 48;

    /** Lengths at which decoders stumble: 2^40, 2^31, 2^32 - 1, endless, not in shortest form. */
    private static final byte[][] LENGTHS = {
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 15},
        {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        {(byte) 0x80, 0},
        {-1, -1, -1, -1},
        {0x7f, -1, -1, -1},
        {0, 0, 0, 0},
        {(byte) 0x80, 0, 0, 0},
        {-1, -1, -1, -1, -1, -1, -1, -1},
    };

    private static final byte[] BYTES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xff, '\n', '/', 0x20};

    private final Random random;

    Mutator(long seed) {
        this.random = new Random(seed);
    }

    /** One changed input, out of the given ones. */
    byte[] next(List<byte[]> corpus) {
        byte[] input = pick(corpus).clone();
        int steps = 1 + random.nextInt(MAX_STEPS);
        for (int i = 0; i < steps; i++) {
            input = step(input, corpus);
        }
        return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
    }

    private byte[] pick(List<byte[]> corpus) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] step(byte[] input, List<byte[]> corpus) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(input.length - at, 1 + random.nextInt(MAX_PIECE));
        return switch (random.nextInt(9)) {
            case 0 -> replace(input, at, 0, random(1 + random.nextInt(8)));
            case 1 -> replace(input, at, length, new byte[0]);
            case 2 -> Arrays.copyOf(input, at);
            case 3 -> replace(input, at, 0, Arrays.copyOfRange(input, at, at + length));
            case 4 ->
                    replace(
                            input,
                            at,
                            Math.min(length, 4),
                            LENGTHS[random.nextInt(LENGTHS.length)]);
            case 5 -> splice(input, at, pick(corpus));
            case 6 -> set(input, at, BYTES[random.nextInt(BYTES.length)]);
            case 7 -> add(input, at);
            default -> flip(input, at);
        };
    }

    private static byte[] splice(byte[] input, int at, byte[] other) {
        int from = Math.min(at, other.length);
        return replace(input, at, input.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    private byte[] flip(byte[] input, int at) {
        if (at < input.length) {
            input[at] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private byte[] add(byte[] input, int at) {
        if (at < input.length) {
            input[at] += (byte) (random.nextInt(5) - 2);
        }
        return input;
    }

    private static byte[] set(byte[] input, int at, byte value) {
        if (at < input.length) {
            input[at] = value;
        }
        return input;
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] replace(byte[] input, int at, int length, byte[] by) {
        byte[] out = new byte[input.length - length + by.length];
        System.arraycopy(input, 0, out, 0, at);
        System.arraycopy(by, 0, out, at, by.length);
        System.arraycopy(input, at + length, out, at + by.length, input.length - at - length);
        return out;
    }
}
