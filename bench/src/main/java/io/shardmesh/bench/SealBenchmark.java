package io.shardmesh.bench;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.ContentOpener;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.crypto.seal.v1.SealedLayout;
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

/** Sealing and opening content; one operation is 64 segments, 4 MiB sealed. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SealBenchmark {

    private static final int SEGMENT_COUNT = 64;
    private static final byte[] HEADER = new byte[64];

    private final RandomSource random = new Random(1)::nextBytes;
    private SecretBytes lastKey = SecretBytes.takeOver(new byte[FileKey.SIZE_BYTES]);
    private final ByteBuffer plain = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
    private final ByteBuffer opened = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
    private final ByteBuffer sealed =
            ByteBuffer.allocate(SEGMENT_COUNT * SealedLayout.SEGMENT_SEALED_BYTES);

    /** Seals once, for {@link #open}. */
    @Setup
    public void fill() {
        seal();
    }

    /** A fresh key for each round: nothing is sealed twice under one. */
    @Benchmark
    public ByteBuffer seal() {
        sealed.clear();
        try (FileKey key = FileKey.generate(random);
                var sealer = key.sealer(HEADER)) {
            lastKey = key.secret();
            for (int i = 0; i < SEGMENT_COUNT; i++) {
                sealer.seal(plain.clear(), i == SEGMENT_COUNT - 1, sealed);
            }
        }
        return sealed;
    }

    /** Opens every segment. */
    @Benchmark
    public ByteBuffer open() {
        try (FileKey key = FileKey.of(lastKey);
                ContentOpener opener = key.opener(HEADER)) {
            for (int i = 0; i < SEGMENT_COUNT; i++) {
                var segment =
                        sealed.slice(
                                i * SealedLayout.SEGMENT_SEALED_BYTES,
                                SealedLayout.SEGMENT_SEALED_BYTES);
                if (!opener.open(i, i == SEGMENT_COUNT - 1, segment, opened.clear())) {
                    throw new IllegalStateException("segment " + i + " does not open");
                }
            }
        }
        return opened;
    }
}
