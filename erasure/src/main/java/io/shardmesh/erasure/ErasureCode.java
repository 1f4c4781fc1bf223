package io.shardmesh.erasure;

import io.shardmesh.erasure.kernel.CodingMatrix;
import io.shardmesh.erasure.kernel.Kernel;
import io.shardmesh.erasure.kernel.Kernels;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The systematic Reed-Solomon code of one {@link Scheme}: the first k blocks are the data itself,
 * each of the m parity blocks is a sum of multiples of them, byte by byte in GF(2^8).
 *
 * <p>Construction after J. S. Plank, "A Tutorial on Reed-Solomon Coding for Fault-Tolerance in
 * RAID-like Systems" (1997), with the correction of Plank and Ding (2003): the Vandermonde matrix
 * is brought to systematic form as a whole, so that every k of its rows stay independent; simply
 * putting Vandermonde rows under an identity, as the first paper had it, does not give that. Bytes
 * equal those of Backblaze's JavaReedSolomon and of klauspost/reedsolomon's default matrix.
 *
 * <p>Buffers: the bytes from position to limit count, all buffers of one call have the same number
 * of them, and no position or limit changes. Heap, direct and (for input) read-only buffers may be
 * mixed. An output must not overlap any other buffer of the call. Immutable; any number of threads
 * may use one instance at once, on buffers that do not overlap.
 */
public final class ErasureCode {

    private static final Kernel KERNEL = Kernels.atStart();

    private final Scheme scheme;
    private final Kernel kernel;
    private final CodingMatrix matrix;
    private final Kernel.Coder encoder;

    private ErasureCode(Scheme scheme, Kernel kernel) {
        this.scheme = scheme;
        this.kernel = kernel;
        this.matrix = CodingMatrix.systematic(scheme.data(), scheme.parity());
        this.encoder = kernel.prepare(matrix.parityRows());
    }

    /** The code of that scheme. Worth keeping: this computes the matrix and the kernel's tables. */
    public static ErasureCode of(Scheme scheme) {
        return of(scheme, KERNEL);
    }

    static ErasureCode of(Scheme scheme, Kernel kernel) {
        return new ErasureCode(scheme, kernel);
    }

    /**
     * The kernel chosen at start; {@code -Dshardmesh.erasure=reference|table|vector} forces one.
     */
    public static String kernelName() {
        return KERNEL.name();
    }

    /** The scheme of this code. */
    public Scheme scheme() {
        return scheme;
    }

    /**
     * Computes all parity blocks of a stripe.
     *
     * @param data k blocks, only read
     * @param parity m blocks, overwritten
     * @throws IllegalArgumentException if counts or sizes differ or a parity buffer is read-only
     */
    public void encode(ByteBuffer[] data, ByteBuffer[] parity) {
        requireCount("data", data.length, scheme.data());
        requireCount("parity", parity.length, scheme.parity());
        int sizeBytes = data[0].remaining();
        requireInputs(data, sizeBytes);
        requireOutputs(parity, sizeBytes);
        encoder.apply(data, parity);
    }

    /**
     * Computes missing blocks, data or parity, from any k others, and only those that are wanted.
     *
     * @param blocks the k+m blocks of a stripe by index, null where missing; only read, and never
     *     more than k of them
     * @param out {@code out[i]} receives block {@code wanted[i]}; untouched if there are too few
     * @param wanted distinct indexes of missing blocks, in any order
     * @throws IllegalArgumentException if counts or sizes differ, an out buffer is read-only, or a
     *     wanted index is out of range, named twice or not missing
     */
    public DecodeOutcome rebuild(@Nullable ByteBuffer[] blocks, ByteBuffer[] out, int[] wanted) {
        requireCount("blocks", blocks.length, scheme.total());
        requireCount("out", out.length, wanted.length);
        requireMissing(blocks, wanted);
        if (wanted.length == 0) {
            return new DecodeOutcome.Rebuilt();
        }
        int have = 0;
        int[] presentIndexes = new int[scheme.data()];
        ByteBuffer[] present = new ByteBuffer[scheme.data()];
        for (int i = 0; i < blocks.length; i++) {
            ByteBuffer block = blocks[i];
            if (block != null && have++ < present.length) {
                presentIndexes[have - 1] = i;
                present[have - 1] = block;
            }
        }
        if (have < scheme.data()) {
            return new DecodeOutcome.TooFewBlocks(have, scheme.data());
        }
        int sizeBytes = present[0].remaining();
        requireInputs(present, sizeBytes);
        requireOutputs(out, sizeBytes);
        kernel.prepare(matrix.rebuildRows(presentIndexes, wanted)).apply(present, out);
        return new DecodeOutcome.Rebuilt();
    }

    private void requireMissing(@Nullable ByteBuffer[] blocks, int[] wanted) {
        boolean[] seen = new boolean[blocks.length];
        for (int index : wanted) {
            if (index < 0 || index >= blocks.length || blocks[index] != null || seen[index]) {
                throw new IllegalArgumentException(
                        "block " + index + " of " + scheme + " is not missing, or wanted twice");
            }
            seen[index] = true;
        }
    }

    private void requireCount(String what, int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(
                    what + ": " + actual + " buffers, " + scheme + " needs " + expected);
        }
    }

    private static void requireInputs(ByteBuffer[] buffers, int sizeBytes) {
        for (ByteBuffer buffer : buffers) {
            if (buffer.remaining() != sizeBytes) {
                throw new IllegalArgumentException(
                        "blocks of " + sizeBytes + " and " + buffer.remaining() + " bytes");
            }
        }
    }

    private static void requireOutputs(ByteBuffer[] buffers, int sizeBytes) {
        requireInputs(buffers, sizeBytes);
        for (ByteBuffer buffer : buffers) {
            if (buffer.isReadOnly()) {
                throw new IllegalArgumentException("an output buffer is read-only");
            }
        }
    }
}
