package io.shardmesh.crypto.blake3;

/** The level above a row of nodes, for kernels that have no faster way. */
final class Parents {
    private Parents() {}

    /** {@link Kernel#parents} for those from {@code from} on. */
    static void oneByOne(Kernel kernel, int[] nodes, int from, int count) {
        int[] words = new int[Kernel.BLOCK_WORDS];
        int[] out = new int[Kernel.CV_WORDS];
        for (int parent = from; parent < count; parent++) {
            System.arraycopy(nodes, parent * Kernel.BLOCK_WORDS, words, 0, Kernel.BLOCK_WORDS);
            Words.initialise(out);
            kernel.compress(out, words, Kernel.BLOCK_BYTES, 0, Kernel.PARENT);
            System.arraycopy(out, 0, nodes, parent * Kernel.CV_WORDS, Kernel.CV_WORDS);
        }
    }
}
