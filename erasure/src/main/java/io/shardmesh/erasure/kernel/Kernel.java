package io.shardmesh.erasure.kernel;

import java.nio.ByteBuffer;

/** A way to multiply a matrix with a vector of blocks; stateless. */
public interface Kernel {

    /** What the user sees and forces the kernel by. */
    String name();

    /**
     * Makes ready to multiply with these rows, one per output and as long as there are inputs; they
     * are copied. May take a table for each coefficient, so a coder used again is worth keeping.
     */
    Coder prepare(byte[][] rows);

    /** A matrix made ready; immutable and safe for use by many threads. */
    interface Coder {

        /**
         * {@code outputs[r][x] = sum over c of rows[r][c] * inputs[c][x]}, for all bytes x from
         * position to limit. The caller has checked counts, equal sizes and writability; outputs
         * overlap nothing. No position or limit changes.
         */
        void apply(ByteBuffer[] inputs, ByteBuffer[] outputs);
    }
}
