package io.shardmesh.crypto.blake3;

/**
 * The compression function on local variables: the state and the message stay in registers and on
 * the stack, no array is touched between loading and storing. One round is written out and run
 * seven times; all seven written out make a method that the JIT compiles badly.
 */
final class ScalarKernel implements Kernel {
    private static final int ROUNDS = 7;

    @Override
    public String kernelName() {
        return "scalar";
    }

    @Override
    public void chunks(byte[] input, int offset, int count, long firstCounter, int[] out) {
        int[] chainingValue = new int[CV_WORDS];
        int[] words = new int[BLOCK_WORDS];
        for (int chunk = 0; chunk < count; chunk++) {
            Words.initialise(chainingValue);
            int at = offset + chunk * CHUNK_BYTES;
            for (int block = 0; block < BLOCKS_PER_CHUNK; block++, at += BLOCK_BYTES) {
                Words.read(input, at, words);
                int flags = block == 0 ? CHUNK_START : 0;
                flags |= block == BLOCKS_PER_CHUNK - 1 ? CHUNK_END : 0;
                compress(chainingValue, words, BLOCK_BYTES, firstCounter + chunk, flags);
            }
            System.arraycopy(chainingValue, 0, out, chunk * CV_WORDS, CV_WORDS);
        }
    }

    @Override
    public void compress(
            int[] chainingValue, int[] words, int blockBytes, long counter, int flags) {
        int m0 = words[0];
        int m1 = words[1];
        int m2 = words[2];
        int m3 = words[3];
        int m4 = words[4];
        int m5 = words[5];
        int m6 = words[6];
        int m7 = words[7];
        int m8 = words[8];
        int m9 = words[9];
        int m10 = words[10];
        int m11 = words[11];
        int m12 = words[12];
        int m13 = words[13];
        int m14 = words[14];
        int m15 = words[15];
        int v0 = chainingValue[0];
        int v1 = chainingValue[1];
        int v2 = chainingValue[2];
        int v3 = chainingValue[3];
        int v4 = chainingValue[4];
        int v5 = chainingValue[5];
        int v6 = chainingValue[6];
        int v7 = chainingValue[7];
        int v8 = Words.INITIAL_0;
        int v9 = Words.INITIAL_1;
        int v10 = Words.INITIAL_2;
        int v11 = Words.INITIAL_3;
        int v12 = (int) counter;
        int v13 = (int) (counter >>> 32);
        int v14 = blockBytes;
        int v15 = flags;
        for (int round = 0; round < ROUNDS; round++) {
            v0 += v4 + m0;
            v12 = Integer.rotateRight(v12 ^ v0, 16);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 12);
            v0 += v4 + m1;
            v12 = Integer.rotateRight(v12 ^ v0, 8);
            v8 += v12;
            v4 = Integer.rotateRight(v4 ^ v8, 7);
            v1 += v5 + m2;
            v13 = Integer.rotateRight(v13 ^ v1, 16);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 12);
            v1 += v5 + m3;
            v13 = Integer.rotateRight(v13 ^ v1, 8);
            v9 += v13;
            v5 = Integer.rotateRight(v5 ^ v9, 7);
            v2 += v6 + m4;
            v14 = Integer.rotateRight(v14 ^ v2, 16);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 12);
            v2 += v6 + m5;
            v14 = Integer.rotateRight(v14 ^ v2, 8);
            v10 += v14;
            v6 = Integer.rotateRight(v6 ^ v10, 7);
            v3 += v7 + m6;
            v15 = Integer.rotateRight(v15 ^ v3, 16);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 12);
            v3 += v7 + m7;
            v15 = Integer.rotateRight(v15 ^ v3, 8);
            v11 += v15;
            v7 = Integer.rotateRight(v7 ^ v11, 7);
            v0 += v5 + m8;
            v15 = Integer.rotateRight(v15 ^ v0, 16);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 12);
            v0 += v5 + m9;
            v15 = Integer.rotateRight(v15 ^ v0, 8);
            v10 += v15;
            v5 = Integer.rotateRight(v5 ^ v10, 7);
            v1 += v6 + m10;
            v12 = Integer.rotateRight(v12 ^ v1, 16);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 12);
            v1 += v6 + m11;
            v12 = Integer.rotateRight(v12 ^ v1, 8);
            v11 += v12;
            v6 = Integer.rotateRight(v6 ^ v11, 7);
            v2 += v7 + m12;
            v13 = Integer.rotateRight(v13 ^ v2, 16);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 12);
            v2 += v7 + m13;
            v13 = Integer.rotateRight(v13 ^ v2, 8);
            v8 += v13;
            v7 = Integer.rotateRight(v7 ^ v8, 7);
            v3 += v4 + m14;
            v14 = Integer.rotateRight(v14 ^ v3, 16);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 12);
            v3 += v4 + m15;
            v14 = Integer.rotateRight(v14 ^ v3, 8);
            v9 += v14;
            v4 = Integer.rotateRight(v4 ^ v9, 7);

            int first0 = m0;
            m0 = m2;
            m2 = m3;
            m3 = m10;
            m10 = m12;
            m12 = m9;
            m9 = m11;
            m11 = m5;
            m5 = first0;
            int first1 = m1;
            m1 = m6;
            m6 = m4;
            m4 = m7;
            m7 = m13;
            m13 = m14;
            m14 = m15;
            m15 = m8;
            m8 = first1;
        }
        chainingValue[0] = v0 ^ v8;
        chainingValue[1] = v1 ^ v9;
        chainingValue[2] = v2 ^ v10;
        chainingValue[3] = v3 ^ v11;
        chainingValue[4] = v4 ^ v12;
        chainingValue[5] = v5 ^ v13;
        chainingValue[6] = v6 ^ v14;
        chainingValue[7] = v7 ^ v15;
    }
}
