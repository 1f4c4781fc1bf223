package io.shardmesh.crypto.blake3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian words in byte arrays, and the constants that all kernels start from. */
final class Words {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Table 2 of the paper: where each message word of the next round comes from. */
    private static final int[] PERMUTATION = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};

    /** First 32 bits of the fractional parts of the square roots of the first 8 primes. */
    static final int INITIAL_0 = 0x6A09E667;

    static final int INITIAL_1 = 0xBB67AE85;
    static final int INITIAL_2 = 0x3C6EF372;
    static final int INITIAL_3 = 0xA54FF53A;

    private static final int[] INITIAL = {
        INITIAL_0, INITIAL_1, INITIAL_2, INITIAL_3, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19
    };

    private Words() {}

    static int initial(int index) {
        return INITIAL[index];
    }

    static void initialise(int[] chainingValue) {
        System.arraycopy(INITIAL, 0, chainingValue, 0, INITIAL.length);
    }

    static int permuted(int index) {
        return PERMUTATION[index];
    }

    /** Two words, the first in the lower half. */
    static long readTwo(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static int read(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static void read(byte[] bytes, int offset, int[] words) {
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) INT.get(bytes, offset + i * Integer.BYTES);
        }
    }

    static byte[] bytes(int[] words, int from, int count) {
        byte[] bytes = new byte[count * Integer.BYTES];
        for (int i = 0; i < count; i++) {
            INT.set(bytes, i * Integer.BYTES, words[from + i]);
        }
        return bytes;
    }
}
