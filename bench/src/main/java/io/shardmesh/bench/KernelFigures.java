package io.shardmesh.bench;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.channel.FrameOpener;
import io.shardmesh.crypto.channel.FrameSealer;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.Scheme;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One line for each kernel: its name, GB of input in a second of CPU of the calling thread for the
 * first 20 MB of this process, and when it is warm. For {@code scripts/bench-kernels.sh}, which
 * puts the same work by programs in C beside it; CPU time, because a busy machine spoils the clock.
 */
public final class KernelFigures {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int STRIPE_COUNT = 192;
    private static final long FIRST_BYTES = 20_000_000;
    private static final long WARM_FROM_BYTES = 600_000_000;
    private static final long MEASURED_BYTES = 1_000_000_000;

    private KernelFigures() {}

    /** What is measured; gives the bytes that it worked on. */
    private interface Work {
        long once(int round);
    }

    /** Measures the kernel named: encode, rebuild, blake3 or channel. */
    public static void main(String[] arguments) {
        Work work =
                switch (arguments[0]) {
                    case "encode" -> coding(0);
                    case "rebuild" -> coding(2);
                    case "blake3" -> hashing();
                    case "channel" -> channel();
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        String kernel =
                switch (arguments[0]) {
                    case "blake3" -> Blake3.kernelName();
                    case "channel" -> System.getProperty("shardmesh.chacha", "chosen");
                    default -> ErasureCode.kernelName();
                };
        double first = rate(work, FIRST_BYTES);
        var _ = rate(work, WARM_FROM_BYTES);
        System.out.printf(Locale.ROOT, "%s %.2f %.2f%n", kernel, first, rate(work, MEASURED_BYTES));
    }

    private static double rate(Work work, long bytes) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long done = 0;
        for (int round = 0; done < bytes; round++) {
            done += work.once(round);
        }
        return (double) done / (threads.getCurrentThreadCpuTime() - start);
    }

    /** Walks over stripes of 4+2 that do not fit a cache together. */
    private static Work coding(int lostCount) {
        ErasureCode code = ErasureCode.of(new Scheme(4, 2));
        ByteBuffer[][] stripes = new ByteBuffer[STRIPE_COUNT][6];
        Random random = new Random(1);
        for (ByteBuffer[] stripe : stripes) {
            for (int i = 0; i < stripe.length; i++) {
                byte[] block = new byte[BLOCK_BYTES];
                random.nextBytes(block);
                stripe[i] = ByteBuffer.wrap(block);
            }
        }
        int[] lost = {0, 1};
        ByteBuffer[] out = {ByteBuffer.allocate(BLOCK_BYTES), ByteBuffer.allocate(BLOCK_BYTES)};
        return round -> {
            ByteBuffer[] stripe = stripes[round % STRIPE_COUNT];
            if (lostCount == 0) {
                code.encode(
                        new ByteBuffer[] {stripe[0], stripe[1], stripe[2], stripe[3]},
                        new ByteBuffer[] {stripe[4], stripe[5]});
            } else {
                @Nullable ByteBuffer[] present = stripe.clone();
                present[0] = null;
                present[1] = null;
                var _ = code.rebuild(present, out, lost);
            }
            return 4L * BLOCK_BYTES;
        };
    }

    private static Work hashing() {
        byte[] input = new byte[1 << 20];
        return _ -> {
            var _ = Blake3.hash(input);
            return input.length;
        };
    }

    /** Sealing and opening by one thread. */
    private static Work channel() {
        SecretBytes key = SecretBytes.takeOver(new byte[32]);
        FrameSealer sealer = FrameSealer.create(key);
        FrameOpener opener = FrameOpener.create(key);
        ByteBuffer plain = ByteBuffer.allocate(65519);
        ByteBuffer sealed = ByteBuffer.allocate(65535);
        return _ -> {
            sealer.seal(plain.clear(), sealed.clear());
            if (!opener.open(sealed.flip(), plain.clear())) {
                throw new IllegalStateException("a frame does not open");
            }
            return plain.capacity();
        };
    }
}
