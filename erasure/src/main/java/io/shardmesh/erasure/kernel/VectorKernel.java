package io.shardmesh.erasure.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiplies 16 bytes at once: the product of a coefficient and a byte is the sum of the products
 * with its two nibbles, and a nibble selects from a table that fits one vector (Plank, Greenan and
 * Miller, "Screaming Fast Galois Field Arithmetic Using Intel SIMD Instructions", 2013).
 *
 * <p>Vectors of 128 bits whatever the machine prefers: a selection within them is one instruction
 * on every x86 with AVX2, while across 256 bits it is six, and across 512 one only where VBMI is.
 * Selecting takes the low four bits of an index by itself, so nibbles are not masked.
 *
 * <p>Goes through the blocks in pieces that fit the first-level cache, two columns and two rows at
 * a time, whose eight tables stay in registers. Columns and rows that fill up the last pass have
 * coefficient 0 and write to a piece that nobody reads. Arrays are used where they lie; other
 * buffers are staged by the piece.
 */
final class VectorKernel implements Kernel {

    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final int LANES = 16;

    /** Columns, and rows, in one pass. */
    private static final int WIDTH = 2;

    /** Two tables, low and high nibble, for each of the four coefficients of a pass. */
    private static final int PASS_TABLES_BYTES = 2 * WIDTH * WIDTH * LANES;

    /** Of four inputs and two outputs 24 KiB, beside 256 bytes of tables. */
    private static final int PIECE_BYTES = 4096;

    /**
     * Whether the machine has integer vectors of 256 bits, that is AVX2 or more; below that the
     * tables are as fast. A machine's vectors say nothing without the second compiler.
     */
    static boolean isWorthwhile() {
        return ByteVector.SPECIES_PREFERRED.vectorBitSize() >= 256;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Coder prepare(byte[][] rows) {
        if (rows.length == 0) {
            return (_, _) -> {};
        }
        byte[][] tables = tablesOf(rows);
        return (inputs, outputs) -> apply(tables, inputs, outputs);
    }

    /** For each pair of rows the tables of all pairs of columns, in the order of use. */
    private static byte[][] tablesOf(byte[][] rows) {
        int passes = Math.ceilDiv(rows[0].length, WIDTH);
        byte[][] tables = new byte[Math.ceilDiv(rows.length, WIDTH)][passes * PASS_TABLES_BYTES];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                int place = (c / WIDTH) * WIDTH * WIDTH + (r % WIDTH) * WIDTH + c % WIDTH;
                fill(tables[r / WIDTH], place * 2 * LANES, rows[r][c] & 0xFF);
            }
        }
        return tables;
    }

    private static void fill(byte[] tables, int at, int coefficient) {
        for (int nibble = 0; nibble < LANES; nibble++) {
            tables[at + nibble] = (byte) GaloisField.multiply(coefficient, nibble);
            tables[at + LANES + nibble] = (byte) GaloisField.multiply(coefficient, nibble << 4);
        }
    }

    private static void apply(byte[][] tables, ByteBuffer[] inputs, ByteBuffer[] outputs) {
        int sizeBytes = outputs[0].remaining();
        Piece[] in = pieces(inputs, Math.min(PIECE_BYTES, sizeBytes));
        Piece[] out = pieces(outputs, Math.min(PIECE_BYTES, sizeBytes));
        for (int from = 0; from < sizeBytes; from += PIECE_BYTES) {
            int count = Math.min(PIECE_BYTES, sizeBytes - from);
            for (Piece piece : in) {
                piece.load(from, count);
            }
            for (int r = 0; r < out.length; r += WIDTH) {
                out[r].clear(from, count);
                out[r + 1].clear(from, count);
                for (int c = 0; c < in.length; c += WIDTH) {
                    int at = (c / WIDTH) * PASS_TABLES_BYTES;
                    add(tables[r / WIDTH], at, in[c], in[c + 1], out[r], out[r + 1], count);
                }
                out[r].store(from, count);
                out[r + 1].store(from, count);
            }
        }
    }

    private static Piece[] pieces(ByteBuffer[] buffers, int stageBytes) {
        var pieces = new Piece[Math.ceilDiv(buffers.length, WIDTH) * WIDTH];
        Arrays.setAll(pieces, i -> new Piece(i < buffers.length ? buffers[i] : null, stageBytes));
        return pieces;
    }

    private static void add(
            byte[] tables, int at, Piece a, Piece b, Piece sum0, Piece sum1, int count) {
        int whole = count - count % LANES;
        addWhole(
                tables,
                at,
                a.array,
                a.offset,
                b.array,
                b.offset,
                sum0.array,
                sum0.offset,
                sum1.array,
                sum1.offset,
                whole);
        for (int x = whole; x < count; x++) {
            int left = a.array[a.offset + x];
            int right = b.array[b.offset + x];
            sum0.array[sum0.offset + x] ^=
                    (byte) (product(tables, at, left) ^ product(tables, at + 2 * LANES, right));
            sum1.array[sum1.offset + x] ^=
                    (byte)
                            (product(tables, at + 4 * LANES, left)
                                    ^ product(tables, at + 6 * LANES, right));
        }
    }

    private static int product(byte[] tables, int at, int value) {
        return tables[at + (value & 15)] ^ tables[at + LANES + ((value >>> 4) & 15)];
    }

    private static void addWhole(
            byte[] tables,
            int at,
            byte[] a,
            int offsetA,
            byte[] b,
            int offsetB,
            byte[] sum0,
            int offset0,
            byte[] sum1,
            int offset1,
            int count) {
        ByteVector low0a = ByteVector.fromArray(BYTES, tables, at);
        ByteVector high0a = ByteVector.fromArray(BYTES, tables, at + LANES);
        ByteVector low0b = ByteVector.fromArray(BYTES, tables, at + 2 * LANES);
        ByteVector high0b = ByteVector.fromArray(BYTES, tables, at + 3 * LANES);
        ByteVector low1a = ByteVector.fromArray(BYTES, tables, at + 4 * LANES);
        ByteVector high1a = ByteVector.fromArray(BYTES, tables, at + 5 * LANES);
        ByteVector low1b = ByteVector.fromArray(BYTES, tables, at + 6 * LANES);
        ByteVector high1b = ByteVector.fromArray(BYTES, tables, at + 7 * LANES);
        for (int x = 0; x < count; x += LANES) {
            ByteVector left = ByteVector.fromArray(BYTES, a, offsetA + x);
            ByteVector right = ByteVector.fromArray(BYTES, b, offsetB + x);
            ByteVector leftHigh = highNibbles(left);
            ByteVector rightHigh = highNibbles(right);
            left.selectFrom(low0a)
                    .lanewise(VectorOperators.XOR, leftHigh.selectFrom(high0a))
                    .lanewise(VectorOperators.XOR, right.selectFrom(low0b))
                    .lanewise(VectorOperators.XOR, rightHigh.selectFrom(high0b))
                    .lanewise(VectorOperators.XOR, ByteVector.fromArray(BYTES, sum0, offset0 + x))
                    .intoArray(sum0, offset0 + x);
            left.selectFrom(low1a)
                    .lanewise(VectorOperators.XOR, leftHigh.selectFrom(high1a))
                    .lanewise(VectorOperators.XOR, right.selectFrom(low1b))
                    .lanewise(VectorOperators.XOR, rightHigh.selectFrom(high1b))
                    .lanewise(VectorOperators.XOR, ByteVector.fromArray(BYTES, sum1, offset1 + x))
                    .intoArray(sum1, offset1 + x);
        }
    }

    /**
     * The high nibbles, each below bits of its neighbour; shifting shorts takes one instruction.
     */
    private static ByteVector highNibbles(ByteVector bytes) {
        ShortVector shorts = bytes.reinterpretAsShorts();
        return shorts.lanewise(VectorOperators.LSHR, 4).reinterpretAsBytes();
    }
}
