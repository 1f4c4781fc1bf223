package io.shardmesh.crypto.blake3;

/** The compression function as the paper writes it: loops, tables, one quarter round. Slow. */
final class ReferenceKernel implements Kernel {
    private static final int ROUNDS = 7;

    /** Columns, then diagonals, of the 4x4 state. */
    private static final int[][] QUARTERS = {
        {0, 4, 8, 12}, {1, 5, 9, 13}, {2, 6, 10, 14}, {3, 7, 11, 15},
        {0, 5, 10, 15}, {1, 6, 11, 12}, {2, 7, 8, 13}, {3, 4, 9, 14},
    };

    @Override
    public String kernelName() {
        return "reference";
    }

    @Override
    public void compress(
            int[] chainingValue, int[] words, int blockBytes, long counter, int flags) {
        int[] state = new int[16];
        System.arraycopy(chainingValue, 0, state, 0, CV_WORDS);
        for (int i = 0; i < 4; i++) {
            state[8 + i] = Words.initial(i);
        }
        state[12] = (int) counter;
        state[13] = (int) (counter >>> 32);
        state[14] = blockBytes;
        state[15] = flags;
        int[] message = words.clone();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < QUARTERS.length; i++) {
                quarter(state, QUARTERS[i], message[2 * i], message[2 * i + 1]);
            }
            message = permuted(message);
        }
        for (int i = 0; i < CV_WORDS; i++) {
            chainingValue[i] = state[i] ^ state[i + 8];
        }
    }

    @Override
    public void chunks(byte[] input, int offset, int count, long firstCounter, int[] out) {
        int[] chainingValue = new int[CV_WORDS];
        int[] words = new int[BLOCK_WORDS];
        for (int chunk = 0; chunk < count; chunk++) {
            Words.initialise(chainingValue);
            for (int block = 0; block < BLOCKS_PER_CHUNK; block++) {
                Words.read(input, offset + chunk * CHUNK_BYTES + block * BLOCK_BYTES, words);
                int flags = block == 0 ? CHUNK_START : 0;
                flags |= block == BLOCKS_PER_CHUNK - 1 ? CHUNK_END : 0;
                compress(chainingValue, words, BLOCK_BYTES, firstCounter + chunk, flags);
            }
            System.arraycopy(chainingValue, 0, out, chunk * CV_WORDS, CV_WORDS);
        }
    }

    private static void quarter(int[] state, int[] at, int first, int second) {
        int a = at[0];
        int b = at[1];
        int c = at[2];
        int d = at[3];
        state[a] += state[b] + first;
        state[d] = Integer.rotateRight(state[d] ^ state[a], 16);
        state[c] += state[d];
        state[b] = Integer.rotateRight(state[b] ^ state[c], 12);
        state[a] += state[b] + second;
        state[d] = Integer.rotateRight(state[d] ^ state[a], 8);
        state[c] += state[d];
        state[b] = Integer.rotateRight(state[b] ^ state[c], 7);
    }

    private static int[] permuted(int[] message) {
        int[] next = new int[BLOCK_WORDS];
        for (int i = 0; i < BLOCK_WORDS; i++) {
            next[i] = message[Words.permuted(i)];
        }
        return next;
    }
}
