package io.shardmesh.crypto.blake3;

/**
 * Uses the scalar kernel until that with vectors is compiled. What the Vector API computes before
 * the JIT has seen it takes hundreds of times as long as afterwards.
 *
 * <p>So the scalar kernel does all work for three spans of input. In the second, each call also
 * lets the other compress some zeros, until it has been called often enough to be compiled; during
 * the third the compiler works. All this takes about half a second of CPU, which vectors win back
 * with 0.4 GB: a process that hashes less than the first span never pays for it.
 *
 * <p>Any thread. They may count over each other, which only moves the borders a little.
 */
final class WarmingKernel implements Kernel {
    private static final long SPAN_BYTES = 32L << 20;

    /**
     * C2 wants to see a thousand, but they do not count while it is behind with the Vector API
     * itself, which the first ones set off. The first two hundred take half of the time of all.
     */
    private static final int TRAINING_CALL_COUNT = 4000;

    private final Kernel vectors;
    private final Kernel scalar = new ScalarKernel();
    private final long spanBytes;
    private long inputBytes;
    private int trainingCalls;

    WarmingKernel(Kernel vectors, long spanBytes) {
        this.vectors = vectors;
        this.spanBytes = spanBytes;
    }

    static Kernel create() {
        return new WarmingKernel(new VectorKernel(), SPAN_BYTES);
    }

    @Override
    public String kernelName() {
        return vectors.kernelName();
    }

    @Override
    public int lanes() {
        return vectors.lanes();
    }

    @Override
    public void compress(
            int[] chainingValue, int[] words, int blockBytes, long counter, int flags) {
        scalar.compress(chainingValue, words, blockBytes, counter, flags);
    }

    @Override
    public void chunks(byte[] input, int offset, int count, long firstCounter, int[] out) {
        if (isWarm()) {
            vectors.chunks(input, offset, count, firstCounter, out);
        } else {
            scalar.chunks(input, offset, count, firstCounter, out);
            count((long) count * CHUNK_BYTES);
        }
    }

    @Override
    public void parents(int[] nodes, int count) {
        (isWarm() ? vectors : scalar).parents(nodes, count);
    }

    private boolean isWarm() {
        return inputBytes >= 3 * spanBytes;
    }

    /** The calls get denser as the span goes on, because the first ones take longest. */
    private void count(long bytes) {
        inputBytes += bytes;
        double done = Math.clamp((double) inputBytes / spanBytes - 1, 0.0, 1.0);
        int due = (int) (TRAINING_CALL_COUNT * done * done);
        if (trainingCalls < due) {
            int[] nodes = new int[vectors.lanes() * BLOCK_WORDS];
            for (; trainingCalls < due; trainingCalls++) {
                vectors.parents(nodes, vectors.lanes());
            }
        }
    }
}
