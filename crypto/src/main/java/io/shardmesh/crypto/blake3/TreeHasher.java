package io.shardmesh.crypto.blake3;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hashes one subtree of BLAKE3 incrementally: the whole input, or a block that starts at a given
 * chunk (paper §5.1.2).
 *
 * <p>A chunk is finished only when a byte behind it arrives, because the last node of the input is
 * compressed differently when it is the root. So whatever is merged on the stack is known not to be
 * the root: one bit set in {@code chunkCount} is one complete subtree on the stack.
 */
final class TreeHasher {
    /** Most chunks that are handed to the kernel at once; a power of two. */
    private static final int BATCH_CHUNKS = 64;

    /** 2^54 chunks are the longest input (2^64 bytes). */
    private static final int MAX_DEPTH = 54;

    private final Kernel kernel;
    private final byte[] pending = new byte[Kernel.CHUNK_BYTES];
    private final int[] batch = new int[BATCH_CHUNKS * Kernel.CV_WORDS];
    private final int[] stack = new int[(MAX_DEPTH + 1) * Kernel.CV_WORDS];
    private final int[] words = new int[Kernel.BLOCK_WORDS];
    private final int[] current = new int[Kernel.CV_WORDS];
    private byte[] transfer = new byte[0];

    private int pendingBytes;
    private int depth;
    private long chunkCount;
    private long firstChunk;

    TreeHasher(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Forgets everything; the next byte is the first of this chunk of the whole input. */
    void restart(long firstChunkIndex) {
        pendingBytes = 0;
        depth = 0;
        chunkCount = 0;
        firstChunk = firstChunkIndex;
    }

    /** Takes in all that remains in the buffer. */
    void update(ByteBuffer in) {
        if (in.hasArray()) {
            update(in.array(), in.arrayOffset() + in.position(), in.remaining());
            in.position(in.limit());
            return;
        }
        if (transfer.length == 0) {
            transfer = new byte[BATCH_CHUNKS * Kernel.CHUNK_BYTES];
        }
        while (in.hasRemaining()) {
            int count = Math.min(in.remaining(), transfer.length);
            in.get(transfer, 0, count);
            update(transfer, 0, count);
        }
    }

    void update(byte[] in, int offset, int count) {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (pendingBytes == Kernel.CHUNK_BYTES) {
                kernel.chunks(pending, 0, 1, firstChunk + chunkCount, batch);
                push(1);
                pendingBytes = 0;
            }
            // One byte at least must stay behind, so that the last chunk is never finished here.
            int whole = pendingBytes == 0 ? (end - at - 1) / Kernel.CHUNK_BYTES : 0;
            if (whole > 0) {
                int chunks = batchOf(whole);
                kernel.chunks(in, at, chunks, firstChunk + chunkCount, batch);
                push(chunks);
                at += chunks * Kernel.CHUNK_BYTES;
            } else {
                int taken = Math.min(end - at, Kernel.CHUNK_BYTES - pendingBytes);
                System.arraycopy(in, at, pending, pendingBytes, taken);
                pendingBytes += taken;
                at += taken;
            }
        }
    }

    /** The 32 bytes of this subtree: a hash when it is the root, else a chaining value. */
    byte[] finish(boolean root) {
        finishLastChunk(root && depth == 0 ? Kernel.ROOT : 0);
        for (int level = depth - 1; level >= 0; level--) {
            System.arraycopy(stack, level * Kernel.CV_WORDS, words, 0, Kernel.CV_WORDS);
            System.arraycopy(current, 0, words, Kernel.CV_WORDS, Kernel.CV_WORDS);
            merge(current, root && level == 0 ? Kernel.ROOT : 0);
        }
        return Words.bytes(current, 0, Kernel.CV_WORDS);
    }

    private void finishLastChunk(int rootFlag) {
        Arrays.fill(pending, pendingBytes, pending.length, (byte) 0);
        Words.initialise(current);
        int blocks = Math.max(1, Math.ceilDiv(pendingBytes, Kernel.BLOCK_BYTES));
        for (int block = 0; block < blocks; block++) {
            boolean last = block == blocks - 1;
            int flags = block == 0 ? Kernel.CHUNK_START : 0;
            flags |= last ? Kernel.CHUNK_END | rootFlag : 0;
            int blockBytes = last ? pendingBytes - block * Kernel.BLOCK_BYTES : Kernel.BLOCK_BYTES;
            Words.read(pending, block * Kernel.BLOCK_BYTES, words);
            kernel.compress(current, words, blockBytes, firstChunk + chunkCount, flags);
        }
    }

    /**
     * How many of the next chunks to take: a whole subtree, whose nodes the kernel can compute
     * level by level, or what is left of one that is smaller than the kernel is wide.
     */
    private int batchOf(int whole) {
        long border = chunkCount == 0 ? BATCH_CHUNKS : Long.lowestOneBit(chunkCount);
        int subtree = (int) Math.min(border, Math.min(BATCH_CHUNKS, Integer.highestOneBit(whole)));
        int lanes = kernel.lanes();
        return subtree >= lanes
                ? subtree
                : Math.min(whole, lanes - Math.floorMod(chunkCount, lanes));
    }

    private void push(int count) {
        if (Integer.bitCount(count) == 1 && Math.floorMod(chunkCount, count) == 0) {
            for (int nodes = count / 2; nodes > 0; nodes /= 2) {
                kernel.parents(batch, nodes);
            }
            push(0, count);
            return;
        }
        for (int chunk = 0; chunk < count; chunk++) {
            push(chunk, 1);
        }
    }

    /** Puts the node of a subtree of so many chunks on the stack, and merges what it completes. */
    private void push(int node, int chunks) {
        System.arraycopy(
                batch, node * Kernel.CV_WORDS, stack, depth * Kernel.CV_WORDS, Kernel.CV_WORDS);
        depth++;
        chunkCount += chunks;
        for (long above = chunkCount / chunks; (above & 1) == 0; above >>= 1) {
            mergeTop();
        }
    }

    private void mergeTop() {
        int left = (depth - 2) * Kernel.CV_WORDS;
        System.arraycopy(stack, left, words, 0, Kernel.BLOCK_WORDS);
        merge(current, 0);
        System.arraycopy(current, 0, stack, left, Kernel.CV_WORDS);
        depth--;
    }

    private void merge(int[] out, int rootFlag) {
        Words.initialise(out);
        kernel.compress(out, words, Kernel.BLOCK_BYTES, 0, Kernel.PARENT | rootFlag);
    }

    /** The node above two subtrees, as 32 bytes; reads 64 bytes from the array. */
    static byte[] parent(Kernel kernel, byte[] children, int offset, boolean root) {
        int[] words = new int[Kernel.BLOCK_WORDS];
        int[] out = new int[Kernel.CV_WORDS];
        Words.read(children, offset, words);
        Words.initialise(out);
        int flags = root ? Kernel.PARENT | Kernel.ROOT : Kernel.PARENT;
        kernel.compress(out, words, Kernel.BLOCK_BYTES, 0, flags);
        return Words.bytes(out, 0, Kernel.CV_WORDS);
    }
}
