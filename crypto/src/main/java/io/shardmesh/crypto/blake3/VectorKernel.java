package io.shardmesh.crypto.blake3;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compresses as many chunks, or parents, at once as a vector has lanes: word w of lane l stands at
 * {@code w * LANES + l}, so that one vector is the same word of all (paper, section 5.3).
 *
 * <p>State and message lie in arrays between the methods. A method that holds a whole round is
 * beyond what C2 is willing to inline, and the Vector API is then slower than the scalar kernel by
 * far; two quarter rounds at a time are within it, and enough to keep the machine busy.
 */
final class VectorKernel implements Kernel {
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = INTS.length();

    /** A vector costs as much when only some lanes are of use; below this one by one is faster. */
    private static final int WORTHWHILE_LANES = 3;

    private static final int ROUNDS = 7;

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
            schedule[i] =
                    i < BLOCK_WORDS
                            ? i * LANES
                            : schedule[
                                    i
                                            - i % BLOCK_WORDS
                                            - BLOCK_WORDS
                                            + Words.permuted(i % BLOCK_WORDS)];
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
        Lanes lanes = new Lanes();
        int[] one = new int[CV_WORDS];
        for (int from = 0; from < count; from += LANES) {
            int used = Math.min(LANES, count - from);
            int at = offset + from * CHUNK_BYTES;
            if (used >= WORTHWHILE_LANES) {
                lanes.chunks(input, at, used, firstCounter + from);
                lanes.store(used, out, from);
                continue;
            }
            for (int lane = 0; lane < used; lane++) {
                single.chunks(input, at + lane * CHUNK_BYTES, 1, firstCounter + from + lane, one);
                System.arraycopy(one, 0, out, (from + lane) * CV_WORDS, CV_WORDS);
            }
        }
    }

    @Override
    public void parents(int[] nodes, int count) {
        Lanes lanes = new Lanes();
        int from = 0;
        for (; count - from >= WORTHWHILE_LANES; from += LANES) {
            int used = Math.min(LANES, count - from);
            lanes.parents(nodes, from, used);
            lanes.store(used, nodes, from);
        }
        Parents.oneByOne(single, nodes, Math.min(from, count), count);
    }

    /** One compression in all lanes; used by one call alone. */
    private static final class Lanes {
        private final int[] state = new int[BLOCK_WORDS * LANES];
        private final int[] message = new int[BLOCK_WORDS * LANES];

        /** What a compression begins with behind the chaining value. */
        private final int[] tail = new int[CV_WORDS * LANES];

        Lanes() {
            for (int word = 0; word < 4; word++) {
                fill(tail, word, Words.initial(word));
            }
            fill(tail, 6, BLOCK_BYTES);
        }

        void chunks(byte[] input, int offset, int used, long firstCounter) {
            begin();
            for (int lane = 0; lane < LANES; lane++) {
                tail[4 * LANES + lane] = (int) (firstCounter + lane);
                tail[5 * LANES + lane] = (int) ((firstCounter + lane) >>> 32);
            }
            for (int block = 0; block < BLOCKS_PER_CHUNK; block++) {
                for (int lane = 0; lane < LANES; lane++) {
                    int chunk = lane < used ? lane : 0;
                    load(input, offset + chunk * CHUNK_BYTES + block * BLOCK_BYTES, message, lane);
                }
                int flags = block == 0 ? CHUNK_START : 0;
                compress(block == BLOCKS_PER_CHUNK - 1 ? flags | CHUNK_END : flags);
            }
        }

        void parents(int[] nodes, int from, int used) {
            begin();
            Arrays.fill(tail, 4 * LANES, 6 * LANES, 0);
            for (int lane = 0; lane < used; lane++) {
                int node = 2 * (from + lane) * CV_WORDS;
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
                fill(state, word, Words.initial(word));
            }
        }

        private void compress(int flags) {
            System.arraycopy(tail, 0, state, CV_WORDS * LANES, tail.length);
            fill(state, BLOCK_WORDS - 1, flags);
            for (int round = 0; round < SCHEDULE.length; round += BLOCK_WORDS) {
                columns01(state, message, round);
                columns23(state, message, round + 4);
                diagonals01(state, message, round + 8);
                diagonals23(state, message, round + 12);
            }
            int half = CV_WORDS * LANES;
            for (int at = 0; at < half; at += LANES) {
                IntVector.fromArray(INTS, state, at)
                        .lanewise(XOR, IntVector.fromArray(INTS, state, at + half))
                        .intoArray(state, at);
            }
        }
    }

    private static void fill(int[] vectors, int index, int value) {
        Arrays.fill(vectors, index * LANES, (index + 1) * LANES, value);
    }

    /** Two words at a time: half as many accesses to the input. */
    private static void load(byte[] input, int offset, int[] message, int lane) {
        for (int word = 0; word < BLOCK_WORDS; word += 2) {
            long two = Words.readTwo(input, offset + word * Integer.BYTES);
            message[word * LANES + lane] = (int) two;
            message[(word + 1) * LANES + lane] = (int) (two >>> 32);
        }
    }

    private static void columns01(int[] state, int[] message, int schedule) {
        IntVector a0 = at(state, 0);
        IntVector b0 = at(state, 4);
        IntVector c0 = at(state, 8);
        IntVector d0 = at(state, 12);
        IntVector a1 = at(state, 1);
        IntVector b1 = at(state, 5);
        IntVector c1 = at(state, 9);
        IntVector d1 = at(state, 13);
        a0 = a0.add(b0).add(word(message, schedule + 0));
        a1 = a1.add(b1).add(word(message, schedule + 2));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 12);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 12);
        a0 = a0.add(b0).add(word(message, schedule + 1));
        a1 = a1.add(b1).add(word(message, schedule + 3));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 8);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 8);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 7);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 7);
        a0.intoArray(state, 0 * LANES);
        b0.intoArray(state, 4 * LANES);
        c0.intoArray(state, 8 * LANES);
        d0.intoArray(state, 12 * LANES);
        a1.intoArray(state, 1 * LANES);
        b1.intoArray(state, 5 * LANES);
        c1.intoArray(state, 9 * LANES);
        d1.intoArray(state, 13 * LANES);
    }

    private static void columns23(int[] state, int[] message, int schedule) {
        IntVector a0 = at(state, 2);
        IntVector b0 = at(state, 6);
        IntVector c0 = at(state, 10);
        IntVector d0 = at(state, 14);
        IntVector a1 = at(state, 3);
        IntVector b1 = at(state, 7);
        IntVector c1 = at(state, 11);
        IntVector d1 = at(state, 15);
        a0 = a0.add(b0).add(word(message, schedule + 0));
        a1 = a1.add(b1).add(word(message, schedule + 2));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 12);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 12);
        a0 = a0.add(b0).add(word(message, schedule + 1));
        a1 = a1.add(b1).add(word(message, schedule + 3));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 8);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 8);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 7);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 7);
        a0.intoArray(state, 2 * LANES);
        b0.intoArray(state, 6 * LANES);
        c0.intoArray(state, 10 * LANES);
        d0.intoArray(state, 14 * LANES);
        a1.intoArray(state, 3 * LANES);
        b1.intoArray(state, 7 * LANES);
        c1.intoArray(state, 11 * LANES);
        d1.intoArray(state, 15 * LANES);
    }

    private static void diagonals01(int[] state, int[] message, int schedule) {
        IntVector a0 = at(state, 0);
        IntVector b0 = at(state, 5);
        IntVector c0 = at(state, 10);
        IntVector d0 = at(state, 15);
        IntVector a1 = at(state, 1);
        IntVector b1 = at(state, 6);
        IntVector c1 = at(state, 11);
        IntVector d1 = at(state, 12);
        a0 = a0.add(b0).add(word(message, schedule + 0));
        a1 = a1.add(b1).add(word(message, schedule + 2));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 12);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 12);
        a0 = a0.add(b0).add(word(message, schedule + 1));
        a1 = a1.add(b1).add(word(message, schedule + 3));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 8);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 8);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 7);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 7);
        a0.intoArray(state, 0 * LANES);
        b0.intoArray(state, 5 * LANES);
        c0.intoArray(state, 10 * LANES);
        d0.intoArray(state, 15 * LANES);
        a1.intoArray(state, 1 * LANES);
        b1.intoArray(state, 6 * LANES);
        c1.intoArray(state, 11 * LANES);
        d1.intoArray(state, 12 * LANES);
    }

    private static void diagonals23(int[] state, int[] message, int schedule) {
        IntVector a0 = at(state, 2);
        IntVector b0 = at(state, 7);
        IntVector c0 = at(state, 8);
        IntVector d0 = at(state, 13);
        IntVector a1 = at(state, 3);
        IntVector b1 = at(state, 4);
        IntVector c1 = at(state, 9);
        IntVector d1 = at(state, 14);
        a0 = a0.add(b0).add(word(message, schedule + 0));
        a1 = a1.add(b1).add(word(message, schedule + 2));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 12);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 12);
        a0 = a0.add(b0).add(word(message, schedule + 1));
        a1 = a1.add(b1).add(word(message, schedule + 3));
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 8);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 8);
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 7);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 7);
        a0.intoArray(state, 2 * LANES);
        b0.intoArray(state, 7 * LANES);
        c0.intoArray(state, 8 * LANES);
        d0.intoArray(state, 13 * LANES);
        a1.intoArray(state, 3 * LANES);
        b1.intoArray(state, 4 * LANES);
        c1.intoArray(state, 9 * LANES);
        d1.intoArray(state, 14 * LANES);
    }

    private static IntVector at(int[] state, int word) {
        return IntVector.fromArray(INTS, state, word * LANES);
    }

    private static IntVector word(int[] message, int place) {
        return IntVector.fromArray(INTS, message, SCHEDULE[place]);
    }
}
