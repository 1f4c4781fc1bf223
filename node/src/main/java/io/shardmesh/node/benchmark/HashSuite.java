package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.benchmark.Figure.Unit;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** BLAKE3 on one thread, beside the JDK's SHA-256. */
final class HashSuite {
    private static final int SMALL_BYTES = 4096;

    private HashSuite() {}

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        Ring ring = new Ring();
        double sha256 =
                Timing.rate(
                        plan,
                        () -> {
                            Sha256.hash(ring.next());
                            return Ring.BLOCK_BYTES;
                        });
        measure(plan, ring, Ring.BLOCK_BYTES, "BLAKE3 of 1 MiB", sha256, out);
        measure(plan, ring, SMALL_BYTES, "BLAKE3 of 4 KiB", sha256, out);
    }

    private static void measure(
            BenchmarkPlan plan,
            Ring ring,
            int bytes,
            String name,
            double sha256,
            Consumer<Figure> out) {
        double rate =
                Timing.rate(
                        plan,
                        () -> {
                            Blake3.hash(ByteBuffer.wrap(ring.next(), 0, bytes));
                            return bytes;
                        });
        out.accept(
                Figure.of(Suite.HASH, name, rate, Unit.GIGABYTES_PER_SECOND)
                        .beside("SHA-256 of the JDK", sha256));
    }
}
