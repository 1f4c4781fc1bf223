package io.shardmesh.bench;

import io.shardmesh.erasure.DecodeOutcome;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One lost data block from the others; one operation reads k MiB and writes 1 MiB. */
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class RebuildBenchmark {

    private static final int[] LOST = {0};

    private final ByteBuffer[] out = {ByteBuffer.allocate(Stripe.BLOCK_BYTES)};

    /** Rebuilds the first data block. */
    @Benchmark
    public DecodeOutcome rebuild(Stripe stripe) {
        int dataCount = stripe.data.length;
        var blocks = new @Nullable ByteBuffer[dataCount + stripe.parity.length];
        System.arraycopy(stripe.data, 0, blocks, 0, dataCount);
        System.arraycopy(stripe.parity, 0, blocks, dataCount, stripe.parity.length);
        blocks[LOST[0]] = null;
        return stripe.code.rebuild(blocks, out, LOST);
    }
}
