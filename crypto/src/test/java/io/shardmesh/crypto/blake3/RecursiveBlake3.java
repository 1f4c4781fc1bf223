package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.util.Arrays;

/**
 * BLAKE3 as the paper defines it (§2.1): the left subtree is the largest power of two of chunks
 * that leaves at least one byte for the right one. Shares only the reference compression function
 * with the product.
 */
final class RecursiveBlake3 {
    private static final Kernel KERNEL = new ReferenceKernel();

    private RecursiveBlake3() {}

    static Digest hash(byte[] input) {
        return Digest.of(Words.bytes(node(input, 0, true), 0, Kernel.CV_WORDS));
    }

    /** The chaining value of this part as a subtree that starts at a chunk. */
    static int[] node(byte[] part, long firstChunk, boolean root) {
        if (part.length <= Kernel.CHUNK_BYTES) {
            return chunk(part, firstChunk, root);
        }
        int chunksLeft = Integer.highestOneBit((part.length - 1) / Kernel.CHUNK_BYTES);
        int split = chunksLeft * Kernel.CHUNK_BYTES;
        int[] left = node(Arrays.copyOf(part, split), firstChunk, false);
        int[] right =
                node(Arrays.copyOfRange(part, split, part.length), firstChunk + chunksLeft, false);
        int[] words = Arrays.copyOf(left, Kernel.BLOCK_WORDS);
        System.arraycopy(right, 0, words, Kernel.CV_WORDS, Kernel.CV_WORDS);
        int[] out = new int[Kernel.CV_WORDS];
        Words.initialise(out);
        KERNEL.compress(out, words, 64, 0, Kernel.PARENT | (root ? Kernel.ROOT : 0));
        return out;
    }

    private static int[] chunk(byte[] chunk, long index, boolean root) {
        int[] out = new int[Kernel.CV_WORDS];
        Words.initialise(out);
        int at = 0;
        do {
            boolean last = at + Kernel.BLOCK_BYTES >= chunk.length;
            int flags = (at == 0 ? Kernel.CHUNK_START : 0) | (last ? Kernel.CHUNK_END : 0);
            flags |= last && root ? Kernel.ROOT : 0;
            int[] words = new int[Kernel.BLOCK_WORDS];
            Words.read(Arrays.copyOfRange(chunk, at, at + Kernel.BLOCK_BYTES), 0, words);
            KERNEL.compress(out, words, Math.min(64, chunk.length - at), index, flags);
            at += Kernel.BLOCK_BYTES;
        } while (at < chunk.length);
        return out;
    }
}
