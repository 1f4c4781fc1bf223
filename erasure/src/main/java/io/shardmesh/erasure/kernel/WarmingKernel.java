package io.shardmesh.erasure.kernel;

import java.nio.ByteBuffer;

/**
 * Uses a steady kernel until a faster one is compiled. What the Vector API computes before the JIT
 * has seen it takes hundreds of times as long as afterwards: a process that begins with it codes
 * its first 20 MB at 0.03 GB/s.
 *
 * <p>So the steady kernel does all work for three spans of input. In the second, each call also
 * lets the fast one code a few small blocks of zeros, until it has been called often enough to be
 * compiled; during the third the compiler works. All this takes about 0.8 s of CPU, which the fast
 * kernel wins back with 1.1 GB: a process that codes less than the first span never pays for it.
 *
 * <p>Progress is counted in bytes, without a clock or a thread, so that a run can be repeated.
 * Threads may count over each other, which only moves the borders a little.
 */
final class WarmingKernel implements Kernel {
    /** So that the cost is never much more than what was saved by waiting. */
    static final long SPAN_BYTES = 64L << 20;

    /** HotSpot compiles a loop for good after 15,000 rounds in at least 600 calls. */
    static final int TRAINING_CALL_COUNT = 3200;

    private static final int TRAINING_BLOCK_BYTES = 64;

    private final Kernel fast;
    private final Kernel steady;
    private final long spanBytes;
    private final Coder trainee;
    private final ByteBuffer[] trainingInputs = blocks(4);
    private final ByteBuffer[] trainingOutputs = blocks(2);

    private long inputBytes;
    private int trainingCalls;

    WarmingKernel(Kernel fast, Kernel steady, long spanBytes) {
        this.fast = fast;
        this.steady = steady;
        this.spanBytes = spanBytes;
        this.trainee = fast.prepare(new byte[][] {{1, 2, 3, 4}, {5, 6, 7, 8}});
    }

    /** That of the fast one: the other only stands in. */
    @Override
    public String name() {
        return fast.name();
    }

    @Override
    public Coder prepare(byte[][] rows) {
        Coder later = fast.prepare(rows);
        if (isWarm()) {
            return later;
        }
        Coder sooner = steady.prepare(rows);
        return (inputs, outputs) -> {
            if (isWarm()) {
                later.apply(inputs, outputs);
                return;
            }
            sooner.apply(inputs, outputs);
            count((long) inputs.length * inputs[0].remaining());
        };
    }

    private boolean isWarm() {
        return inputBytes >= 3 * spanBytes;
    }

    /** The calls get denser as the span goes on, because the first ones take longest. */
    private void count(long bytes) {
        inputBytes += bytes;
        double done = Math.clamp((double) inputBytes / spanBytes - 1, 0.0, 1.0);
        for (int due = (int) (TRAINING_CALL_COUNT * done * done); trainingCalls < due; ) {
            trainingCalls++;
            trainee.apply(trainingInputs, trainingOutputs);
        }
    }

    private static ByteBuffer[] blocks(int count) {
        var blocks = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = ByteBuffer.allocate(TRAINING_BLOCK_BYTES);
        }
        return blocks;
    }
}
