package io.shardmesh.crypto.blake3;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compresses as many chunks, or parents, at once as a vector has lanes: word w of lane l stands at
 * {@code w * LANES + l}, so that one vector is the same word of all (paper, section 5.3).
 */
final class VectorKernel implements Kernel {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = INTS.length();

    /** A vector costs as much when only some lanes are of use; below this one by one is faster. */
    private static final int WORTHWHILE_LANES = 3;

    private static final int ROUNDS = 7;

    /** Half a round is four quarter rounds of two message words each. */
    private static final int HALF_WORDS = BLOCK_WORDS / 2;

    /** In which order a round uses its message words: see {@link #rounds} for the diagonals. */
    private static final int[] USE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15, 12, 13, 10, 11};

    /** For each round the places of the message words in the order of use, as vectors. */
    private static final int[] SCHEDULE = schedule();

    private final Kernel single = new ScalarKernel();

    /** Whether there are integer vectors of 256 bits, that is AVX2 or more. */
    static boolean isWorthwhile() {
        return INTS.vectorBitSize() >= 256;
    }

    private static int[] schedule() {
        int[] schedule = new int[ROUNDS * BLOCK_WORDS];
        for (int i = 0; i < schedule.length; i++) {
            int word = USE[i % BLOCK_WORDS];
            for (int round = i / BLOCK_WORDS; round > 0; round--) {
                word = Words.permuted(word);
            }
            schedule[i] = word * LANES;
        }
        return schedule;
    }

    @Override
    public String kernelName() {
        return "vector";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void compress(
            int[] chainingValue, int[] words, int blockBytes, long counter, int flags) {
        single.compress(chainingValue, words, blockBytes, counter, flags);
    }

    @Override
    public void chunks(byte[] input, int offset, int count, long firstCounter, int[] out) {
        int from = 0;
        if (count >= WORTHWHILE_LANES) {
            Lanes lanes = new Lanes();
            for (; count - from >= WORTHWHILE_LANES; from += LANES) {
                int used = Math.min(LANES, count - from);
                lanes.chunks(input, offset + from * CHUNK_BYTES, used, firstCounter + from);
                lanes.store(used, out, from);
            }
        }
        int[] one = new int[CV_WORDS];
        for (; from < count; from++) {
            single.chunks(input, offset + from * CHUNK_BYTES, 1, firstCounter + from, one);
            System.arraycopy(one, 0, out, from * CV_WORDS, CV_WORDS);
        }
    }

    @Override
    public void parents(int[] nodes, int count) {
        int from = 0;
        if (count >= WORTHWHILE_LANES) {
            Lanes lanes = new Lanes();
            for (; count - from >= WORTHWHILE_LANES; from += LANES) {
                int used = Math.min(LANES, count - from);
                lanes.parents(nodes, from, used);
                lanes.store(used, nodes, from);
            }
        }
        Parents.oneByOne(single, nodes, Math.min(from, count), count);
    }

    /** One compression in all lanes; used by one call alone. */
    private static final class Lanes {
        /** The chaining values, and behind them what each compression begins with. */
        private final int[] state = new int[BLOCK_WORDS * LANES];

        private final int[] message = new int[BLOCK_WORDS * LANES];

        Lanes() {
            for (int word = 0; word < 4; word++) {
                fill(CV_WORDS + word, Words.initial(word));
            }
            fill(14, BLOCK_BYTES);
        }

        void chunks(byte[] input, int offset, int used, long firstCounter) {
            begin();
            for (int lane = 0; lane < LANES; lane++) {
                state[12 * LANES + lane] = (int) (firstCounter + lane);
                state[13 * LANES + lane] = (int) ((firstCounter + lane) >>> 32);
            }
            for (int block = 0; block < BLOCKS_PER_CHUNK; block++) {
                for (int lane = 0; lane < used; lane++) {
                    load(input, offset + lane * CHUNK_BYTES + block * BLOCK_BYTES, message, lane);
                }
                int flags = block == 0 ? CHUNK_START : 0;
                compress(block == BLOCKS_PER_CHUNK - 1 ? flags | CHUNK_END : flags);
            }
        }

        void parents(int[] nodes, int from, int used) {
            begin();
            for (int lane = 0; lane < used; lane++) {
                int node = (from + lane) * BLOCK_WORDS;
                for (int word = 0; word < BLOCK_WORDS; word++) {
                    message[word * LANES + lane] = nodes[node + word];
                }
            }
            compress(PARENT);
        }

        /** Writes the chaining values one behind the other. */
        void store(int used, int[] out, int firstNode) {
            for (int lane = 0; lane < used; lane++) {
                for (int word = 0; word < CV_WORDS; word++) {
                    out[(firstNode + lane) * CV_WORDS + word] = state[word * LANES + lane];
                }
            }
        }

        private void begin() {
            for (int word = 0; word < CV_WORDS; word++) {
                fill(word, Words.initial(word));
            }
        }

        private void compress(int flags) {
            fill(15, flags);
            rounds(state, message);
        }

        private void fill(int word, int value) {
            Arrays.fill(state, word * LANES, (word + 1) * LANES, value);
        }
    }

    /** Two words at a time: half as many accesses to the input. */
    private static void load(byte[] input, int offset, int[] message, int lane) {
        for (int word = 0; word < BLOCK_WORDS; word += 2) {
            long two = Words.readTwo(input, offset + word * Integer.BYTES);
            message[word * LANES + lane] = (int) two;
            message[(word + 1) * LANES + lane] = (int) (two >>> 32);
        }
    }

    /**
     * Replaces the chaining values. Columns and diagonals are the same code: behind each half round
     * the vectors change places so that those of the next stand together. The exchange is its own
     * inverse; the diagonals come out of it in the order 0, 3, 2, 1.
     *
     * <p>It is fast because the state stays in registers. Nothing in the loop may be a method of
     * ours: C2 inlines the Vector API's beyond 8,000 bytes of code, but no others. A whole round in
     * the loop costs C2 a quarter of a second more, and gains nothing with AVX-512.
     */
    private static void rounds(int[] state, int[] message) {
        IntVector a0 = at(state, 0);
        IntVector a1 = at(state, 1);
        IntVector a2 = at(state, 2);
        IntVector a3 = at(state, 3);
        IntVector b0 = at(state, 4);
        IntVector b1 = at(state, 5);
        IntVector b2 = at(state, 6);
        IntVector b3 = at(state, 7);
        IntVector c0 = at(state, 8);
        IntVector c1 = at(state, 9);
        IntVector c2 = at(state, 10);
        IntVector c3 = at(state, 11);
        IntVector d0 = at(state, 12);
        IntVector d1 = at(state, 13);
        IntVector d2 = at(state, 14);
        IntVector d3 = at(state, 15);
        for (int half = 0; half < SCHEDULE.length; half += HALF_WORDS) {
            a0 = a0.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 0])).add(b0);
            a1 = a1.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 2])).add(b1);
            a2 = a2.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 4])).add(b2);
            a3 = a3.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 6])).add(b3);
            d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
            d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
            d2 = d2.lanewise(XOR, a2).lanewise(ROR, 16);
            d3 = d3.lanewise(XOR, a3).lanewise(ROR, 16);
            c0 = c0.add(d0);
            c1 = c1.add(d1);
            c2 = c2.add(d2);
            c3 = c3.add(d3);
            b0 = b0.lanewise(XOR, c0).lanewise(ROR, 12);
            b1 = b1.lanewise(XOR, c1).lanewise(ROR, 12);
            b2 = b2.lanewise(XOR, c2).lanewise(ROR, 12);
            b3 = b3.lanewise(XOR, c3).lanewise(ROR, 12);
            a0 = a0.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 1])).add(b0);
            a1 = a1.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 3])).add(b1);
            a2 = a2.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 5])).add(b2);
            a3 = a3.add(IntVector.fromArray(INTS, message, SCHEDULE[half + 7])).add(b3);
            d0 = d0.lanewise(XOR, a0).lanewise(ROR, 8);
            d1 = d1.lanewise(XOR, a1).lanewise(ROR, 8);
            d2 = d2.lanewise(XOR, a2).lanewise(ROR, 8);
            d3 = d3.lanewise(XOR, a3).lanewise(ROR, 8);
            c0 = c0.add(d0);
            c1 = c1.add(d1);
            c2 = c2.add(d2);
            c3 = c3.add(d3);
            b0 = b0.lanewise(XOR, c0).lanewise(ROR, 7);
            b1 = b1.lanewise(XOR, c1).lanewise(ROR, 7);
            b2 = b2.lanewise(XOR, c2).lanewise(ROR, 7);
            b3 = b3.lanewise(XOR, c3).lanewise(ROR, 7);

            IntVector swapped = a1;
            a1 = a3;
            a3 = swapped;
            swapped = b0;
            b0 = b1;
            b1 = swapped;
            swapped = b2;
            b2 = b3;
            b3 = swapped;
            swapped = c0;
            c0 = c2;
            c2 = swapped;
            swapped = d0;
            d0 = d3;
            d3 = swapped;
            swapped = d1;
            d1 = d2;
            d2 = swapped;
        }
        a0.lanewise(XOR, c0).intoArray(state, 0 * LANES);
        a1.lanewise(XOR, c1).intoArray(state, 1 * LANES);
        a2.lanewise(XOR, c2).intoArray(state, 2 * LANES);
        a3.lanewise(XOR, c3).intoArray(state, 3 * LANES);
        b0.lanewise(XOR, d0).intoArray(state, 4 * LANES);
        b1.lanewise(XOR, d1).intoArray(state, 5 * LANES);
        b2.lanewise(XOR, d2).intoArray(state, 6 * LANES);
        b3.lanewise(XOR, d3).intoArray(state, 7 * LANES);
    }

    private static IntVector at(int[] state, int word) {
        return IntVector.fromArray(INTS, state, word * LANES);
    }
}
