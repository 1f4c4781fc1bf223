package io.shardmesh.crypto.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The one-time authenticator Poly1305 (RFC 8439, section 2.5) over messages that are padded with
 * zeros to whole blocks, as the AEAD does it.
 *
 * <p>The accumulator has four words of 32 bits and a fifth for what lies above 2^128, each in a
 * long with room to spare. The key's words have 28 bits and all but the first are multiples of 4,
 * so what a product has above 2^130 comes back times 5/4 without a remainder: 21 products of 64
 * bits make a block, and none of their sums overflows (bounds at the loop). No branch and no index
 * depends on the key or the message; the time depends on the length alone.
 *
 * <p>Belongs to one thread. A key must authenticate one message only.
 */
final class Poly1305 {
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;
    static final int BLOCK_BYTES = 16;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long WORD = 0xFFFFFFFFL;

    private final long[] multiplier = new long[4];
    private final long[] sum = new long[5];
    private final long[] pad = new long[4];
    private final byte[] lastBlock = new byte[BLOCK_BYTES];

    /** Begins a message under the first 32 bytes of {@code key}. */
    void start(byte[] key) {
        Arrays.fill(sum, 0);
        for (int i = 0; i < multiplier.length; i++) {
            multiplier[i] = wordAt(key, 4 * i) & (i == 0 ? 0x0FFFFFFF : 0x0FFFFFFC);
            pad[i] = wordAt(key, 16 + 4 * i);
        }
    }

    /** Takes in these bytes and zeros up to the end of a block. */
    void absorb(byte[] in, int offset, int count) {
        int whole = count & -BLOCK_BYTES;
        absorbBlocks(in, offset, whole);
        if (whole < count) {
            Arrays.fill(lastBlock, (byte) 0);
            System.arraycopy(in, offset + whole, lastBlock, 0, count - whole);
            absorbBlocks(lastBlock, 0, BLOCK_BYTES);
        }
    }

    /** Takes in one block of two little-endian numbers. */
    void absorb(long low, long high) {
        LONG.set(lastBlock, 0, low);
        LONG.set(lastBlock, Long.BYTES, high);
        absorbBlocks(lastBlock, 0, BLOCK_BYTES);
    }

    /**
     * The sum plus a block and 2^128, times the key, for each block. Between blocks the words of
     * the sum are below 2.25, 2, 2, 2 times 2^32, and 4; with a block added below 3.25, 3, 3, 3
     * times 2^32, and 5. The largest result is then (3.25 + 3 * 3 * 1.25) * 2^60 + 7 * 2^28, less
     * than 2^64 if taken as unsigned, which all shifts here do.
     */
    private void absorbBlocks(byte[] in, int offset, int count) {
        long r0 = multiplier[0];
        long r1 = multiplier[1];
        long r2 = multiplier[2];
        long r3 = multiplier[3];
        long low = r0 & 3;
        long q0 = (r0 >>> 2) * 5;
        long q1 = r1 + (r1 >>> 2);
        long q2 = r2 + (r2 >>> 2);
        long q3 = r3 + (r3 >>> 2);
        long h0 = sum[0];
        long h1 = sum[1];
        long h2 = sum[2];
        long h3 = sum[3];
        long h4 = sum[4];
        for (int at = offset; at < offset + count; at += BLOCK_BYTES) {
            long a = (long) LONG.get(in, at);
            long b = (long) LONG.get(in, at + Long.BYTES);
            h0 += a & WORD;
            h1 += a >>> 32;
            h2 += b & WORD;
            h3 += b >>> 32;
            h4++;
            long x0 = (h0 * r0 + h1 * q3) + (h2 * q2 + h3 * q1) + h4 * q0;
            long x1 = (h0 * r1 + h1 * r0) + (h2 * q3 + h3 * q2) + h4 * q1;
            long x2 = (h0 * r2 + h1 * r1) + (h2 * r0 + h3 * q3) + h4 * q2;
            long x3 = (h0 * r3 + h1 * r2) + (h2 * r1 + h3 * r0) + h4 * q3;
            long top = h4 * low + (x3 >>> 32);
            h0 = (x0 & WORD) + (top >>> 2) * 5;
            h1 = (x1 & WORD) + (x0 >>> 32);
            h2 = (x2 & WORD) + (x1 >>> 32);
            h3 = (x3 & WORD) + (x2 >>> 32);
            h4 = top & 3;
        }
        sum[0] = h0;
        sum[1] = h1;
        sum[2] = h2;
        sum[3] = h3;
        sum[4] = h4;
    }

    /** Writes the tag of what came in and forgets key and sum. */
    void finish(byte[] tag, int offset) {
        carry();
        carry();
        // Below 2^130 + 5: if adding 5 reaches 2^130, the remainder is 2^130 - 5 less, else it is
        // it.
        long reaches = 5;
        for (int i = 0; i < 4; i++) {
            reaches = (sum[i] + reaches) >>> 32;
        }
        long excess = ((sum[4] + reaches) >>> 2) * 5;
        for (int i = 0; i < 4; i++) {
            long word = sum[i] + pad[i] + excess;
            INT.set(tag, offset + 4 * i, (int) word);
            excess = word >>> 32;
        }
        wipe();
    }

    /** Forgets key and sum. */
    void wipe() {
        Arrays.fill(multiplier, 0);
        Arrays.fill(sum, 0);
        Arrays.fill(pad, 0);
    }

    /** Brings the words below 2^32 and, done twice, the sum to less than 2^130 + 5. */
    private void carry() {
        long carried = (sum[4] >>> 2) * 5;
        sum[4] &= 3;
        for (int i = 0; i < 4; i++) {
            long word = sum[i] + carried;
            sum[i] = word & WORD;
            carried = word >>> 32;
        }
        sum[4] += carried;
    }

    private static long wordAt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset) & WORD;
    }
}
