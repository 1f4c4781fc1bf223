package io.shardmesh.crypto.blake3;

/**
 * The compression function of BLAKE3 (paper §2.2), in forms of different speed and equal result.
 */
interface Kernel {
    int CHUNK_BYTES = 1024;
    int BLOCK_BYTES = 64;
    int BLOCKS_PER_CHUNK = CHUNK_BYTES / BLOCK_BYTES;
    int BLOCK_WORDS = 16;
    int CV_WORDS = 8;

    int CHUNK_START = 1;
    int CHUNK_END = 1 << 1;
    int PARENT = 1 << 2;
    int ROOT = 1 << 3;

    /** What {@code version} shows. */
    String kernelName();

    /**
     * Replaces the chaining value by that of the next block.
     *
     * @param chainingValue 8 words, input and result
     * @param words the block as 16 little-endian words, zero beyond its end
     * @param blockBytes how much of the block is input
     * @param counter index of the chunk, or 0 for a parent
     */
    void compress(int[] chainingValue, int[] words, int blockBytes, long counter, int flags);

    /**
     * The chaining values of whole chunks that lie one behind the other and are not the root.
     *
     * @param out receives {@code count * 8} words
     */
    void chunks(byte[] input, int offset, int count, long firstCounter, int[] out);

    /** How many chunks or parents it takes at once without slowing down. */
    default int lanes() {
        return 1;
    }

    /**
     * The parents of pairs of nodes, none of them the root, in place.
     *
     * @param nodes {@code count * 16} words, of which the first {@code count * 8} are replaced
     */
    default void parents(int[] nodes, int count) {
        Parents.oneByOne(this, nodes, 0, count);
    }
}
