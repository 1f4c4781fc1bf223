package io.shardmesh.bench;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.crypto.blake3.BlockTree;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Hashing; one operation is 1 MiB. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HashBenchmark {

    private final byte[] block = new byte[Stripe.BLOCK_BYTES];

    /** Fills the block with random bytes. */
    @Setup
    public void fill() {
        new Random(1).nextBytes(block);
    }

    /** BLAKE3 of the whole. */
    @Benchmark
    public Digest blake3() {
        return Blake3.hash(block);
    }

    /** BLAKE3 that keeps the chaining values, as a holder does. */
    @Benchmark
    public BlockTree blake3Blocks() {
        var hasher = BlockHasher.create(64 << 10);
        hasher.update(ByteBuffer.wrap(block));
        return hasher.finish();
    }

    /** The JDK's SHA-256, for comparison. */
    @Benchmark
    public Digest sha256() {
        return Sha256.hash(block);
    }
}
