package io.shardmesh.bench;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The first 256 MiB of content that a process meets, as in a put or get by a command. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ColdSealBenchmark {
    private static final int SEGMENT_COUNT = 4096;
    private static final byte[] HEADER = new byte[64];

    private final RandomSource random = new Random(1)::nextBytes;
    private final ByteBuffer plain = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
    private final ByteBuffer sealed = ByteBuffer.allocate(SealedLayout.SEGMENT_SEALED_BYTES);

    /** Seals segment after segment. */
    @Benchmark
    public ByteBuffer seal() {
        try (FileKey key = FileKey.generate(random);
                var sealer = key.sealer(HEADER)) {
            for (int i = 0; i < SEGMENT_COUNT; i++) {
                sealer.seal(plain.clear(), i == SEGMENT_COUNT - 1, sealed.clear());
            }
        }
        return sealed;
    }

    /** Opens one segment as often. */
    @Benchmark
    public ByteBuffer open() {
        try (FileKey key = FileKey.generate(random);
                SecretBytes secret = key.secret();
                var sealer = key.sealer(HEADER);
                FileKey same = FileKey.of(secret);
                var opener = same.opener(HEADER)) {
            sealer.seal(plain.clear(), false, sealed.clear());
            for (int i = 0; i < SEGMENT_COUNT; i++) {
                sealed.flip();
                if (!opener.open(0, false, sealed, plain.clear())) {
                    throw new IllegalStateException("it does not open");
                }
                sealed.limit(sealed.capacity()).position(sealed.capacity());
            }
        }
        return plain;
    }
}
