package io.shardmesh.erasure.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Looks products up in one table per input column. An entry packs the products of one byte value
 * with the coefficients of up to eight rows, a byte each, so that one lookup and one XOR of a long
 * serve eight outputs at once.
 *
 * <p>Works through the blocks in pieces that fit the first-level cache together with the tables of
 * four columns, and takes four columns in one pass, which saves three of four accesses to the sums.
 * Pieces are staged in arrays: the copy costs little beside the lookups, and heap and direct
 * buffers then share one loop that the compiler can free of bounds checks.
 */
final class TableKernel implements Kernel {

    private static final int ROWS_PER_TABLE = Long.BYTES;
    private static final int COLUMNS_PER_PASS = 4;

    /** 16 KiB of sums and 8 KiB of input beside 8 KiB of tables. */
    private static final int PIECE_BYTES = 2048;

    /** For columns that fill up the last pass: every product is 0. */
    private static final long[] NO_PRODUCTS = new long[GaloisField.SIZE];

    @Override
    public String name() {
        return "table";
    }

    @Override
    public Coder prepare(byte[][] rows) {
        long[][][] tables = new long[Math.ceilDiv(rows.length, ROWS_PER_TABLE)][][];
        for (int group = 0; group < tables.length; group++) {
            tables[group] = tablesOf(rows, group * ROWS_PER_TABLE);
        }
        return (inputs, outputs) -> apply(tables, inputs, outputs);
    }

    private static long[][] tablesOf(byte[][] rows, int firstRow) {
        int columnCount = rows[0].length;
        int rowCount = Math.min(ROWS_PER_TABLE, rows.length - firstRow);
        long[][] tables =
                new long[Math.ceilDiv(columnCount, COLUMNS_PER_PASS) * COLUMNS_PER_PASS][];
        for (int c = 0; c < tables.length; c++) {
            tables[c] = c < columnCount ? tableOf(rows, firstRow, rowCount, c) : NO_PRODUCTS;
        }
        return tables;
    }

    private static long[] tableOf(byte[][] rows, int firstRow, int rowCount, int column) {
        long[] table = new long[GaloisField.SIZE];
        for (int r = 0; r < rowCount; r++) {
            int coefficient = rows[firstRow + r][column] & 0xFF;
            for (int value = 0; value < table.length; value++) {
                long product = GaloisField.multiply(coefficient, value);
                table[value] |= product << (Byte.SIZE * r);
            }
        }
        return table;
    }

    private static void apply(long[][][] tables, ByteBuffer[] inputs, ByteBuffer[] outputs) {
        if (outputs.length == 0) {
            return;
        }
        int sizeBytes = outputs[0].remaining();
        var scratch = new Scratch(Math.min(PIECE_BYTES, sizeBytes));
        for (int from = 0; from < sizeBytes; from += PIECE_BYTES) {
            int count = Math.min(PIECE_BYTES, sizeBytes - from);
            for (int group = 0; group < tables.length; group++) {
                scratch.clear();
                for (int c = 0; c < inputs.length; c += COLUMNS_PER_PASS) {
                    scratch.load(inputs, c, from, count);
                    scratch.add(tables[group], c, count);
                }
                scratch.store(outputs, group * ROWS_PER_TABLE, from, count);
            }
        }
    }

    /** The piece at hand; used by one call alone. */
    private static final class Scratch {

        private final byte[][] in;
        private final long[] sums;
        private final byte[] out;

        Scratch(int sizeBytes) {
            in = new byte[COLUMNS_PER_PASS][sizeBytes];
            sums = new long[sizeBytes];
            out = new byte[sizeBytes];
        }

        void clear() {
            Arrays.fill(sums, 0);
        }

        void load(ByteBuffer[] inputs, int firstColumn, int from, int count) {
            int columns = Math.min(COLUMNS_PER_PASS, inputs.length - firstColumn);
            for (int c = 0; c < columns; c++) {
                ByteBuffer input = inputs[firstColumn + c];
                input.get(input.position() + from, in[c], 0, count);
            }
        }

        void add(long[][] tables, int c, int count) {
            addFour(in, tables[c], tables[c + 1], tables[c + 2], tables[c + 3], sums, count);
        }

        void store(ByteBuffer[] outputs, int firstRow, int from, int count) {
            int rowCount = Math.min(ROWS_PER_TABLE, outputs.length - firstRow);
            for (int r = 0; r < rowCount; r++) {
                unpack(sums, Byte.SIZE * r, out, count);
                ByteBuffer output = outputs[firstRow + r];
                output.put(output.position() + from, out, 0, count);
            }
        }
    }

    private static void addFour(
            byte[][] in, long[] t0, long[] t1, long[] t2, long[] t3, long[] sums, int count) {
        byte[] a = in[0];
        byte[] b = in[1];
        byte[] c = in[2];
        byte[] d = in[3];
        for (int x = 0; x < count; x++) {
            sums[x] ^= t0[a[x] & 0xFF] ^ t1[b[x] & 0xFF] ^ t2[c[x] & 0xFF] ^ t3[d[x] & 0xFF];
        }
    }

    private static void unpack(long[] sums, int shift, byte[] out, int count) {
        for (int x = 0; x < count; x++) {
            out[x] = (byte) (sums[x] >>> shift);
        }
    }
}
