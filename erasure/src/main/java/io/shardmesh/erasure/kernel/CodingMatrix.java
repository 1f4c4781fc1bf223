package io.shardmesh.erasure.kernel;

import java.util.Arrays;

/**
 * The (k+m) × k matrix that turns k data blocks into all blocks of a stripe: identity on top,
 * parity rows below, any k rows independent.
 *
 * <p>It is V · T⁻¹, where V is the Vandermonde matrix with {@code V[r][c] = r^c} in the field (0^0
 * is 1) and T its k top rows. Any k rows of V are independent because their bases differ; a regular
 * matrix on the right does not change that.
 */
public final class CodingMatrix {

    private final int dataCount;
    private final byte[][] rows;

    private CodingMatrix(int dataCount, byte[][] rows) {
        this.dataCount = dataCount;
        this.rows = rows;
    }

    /** The matrix for k data and m parity blocks, k+m at most 255. */
    public static CodingMatrix systematic(int dataCount, int parityCount) {
        byte[][] vandermonde = new byte[dataCount + parityCount][dataCount];
        for (int r = 0; r < vandermonde.length; r++) {
            for (int c = 0; c < dataCount; c++) {
                vandermonde[r][c] = (byte) GaloisField.power(r, c);
            }
        }
        byte[][] top = Arrays.copyOf(vandermonde, dataCount);
        return new CodingMatrix(dataCount, multiply(vandermonde, invert(top)));
    }

    /** The rows that give the parity blocks from the data blocks; a copy. */
    public byte[][] parityRows() {
        byte[][] parity = Arrays.copyOfRange(rows, dataCount, rows.length);
        return Arrays.stream(parity).map(byte[]::clone).toArray(byte[][]::new);
    }

    /**
     * The rows that give the wanted blocks from k present ones.
     *
     * @param present k distinct block indexes, in the order in which the blocks will be given
     * @param wanted block indexes
     */
    public byte[][] rebuildRows(int[] present, int[] wanted) {
        return multiply(select(wanted), invert(select(present)));
    }

    private byte[][] select(int[] indexes) {
        return Arrays.stream(indexes).mapToObj(index -> rows[index]).toArray(byte[][]::new);
    }

    private static byte[][] multiply(byte[][] left, byte[][] right) {
        byte[][] product = new byte[left.length][right[0].length];
        for (int r = 0; r < left.length; r++) {
            for (int i = 0; i < right.length; i++) {
                addMultiple(product[r], right[i], left[r][i] & 0xFF);
            }
        }
        return product;
    }

    /** Gauss-Jordan elimination, beside an identity that becomes the inverse. */
    private static byte[][] invert(byte[][] matrix) {
        int size = matrix.length;
        byte[][] work = new byte[size][];
        for (int r = 0; r < size; r++) {
            work[r] = Arrays.copyOf(matrix[r], 2 * size);
            work[r][size + r] = 1;
        }
        for (int c = 0; c < size; c++) {
            bringPivotTo(work, c);
            scale(work[c], GaloisField.invert(work[c][c] & 0xFF));
            for (int r = 0; r < size; r++) {
                if (r != c) {
                    addMultiple(work[r], work[c], work[r][c] & 0xFF);
                }
            }
        }
        return Arrays.stream(work)
                .map(row -> Arrays.copyOfRange(row, size, 2 * size))
                .toArray(byte[][]::new);
    }

    private static void bringPivotTo(byte[][] work, int column) {
        for (int r = column; r < work.length; r++) {
            if (work[r][column] != 0) {
                byte[] pivot = work[r];
                work[r] = work[column];
                work[column] = pivot;
                return;
            }
        }
        throw new IllegalStateException("rows of the coding matrix are not independent");
    }

    private static void scale(byte[] row, int factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) GaloisField.multiply(row[i] & 0xFF, factor);
        }
    }

    private static void addMultiple(byte[] target, byte[] row, int factor) {
        for (int i = 0; i < row.length; i++) {
            target[i] ^= (byte) GaloisField.multiply(row[i] & 0xFF, factor);
        }
    }
}
