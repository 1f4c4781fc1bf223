package io.shardmesh.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Parity of a whole stripe; one operation is k MiB of data. */
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EncodeBenchmark {

    /** Computes all parity blocks. */
    @Benchmark
    public ByteBuffer[] encode(Stripe stripe) {
        stripe.code.encode(stripe.data, stripe.parity);
        return stripe.parity;
    }
}
