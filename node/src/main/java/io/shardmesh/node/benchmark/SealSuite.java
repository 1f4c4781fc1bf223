package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.ContentOpener;
import io.shardmesh.crypto.seal.v1.ContentSealer;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.node.benchmark.Figure.Unit;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Sealing and opening content on one thread, beside the bare AES-256-GCM of the JDK. */
final class SealSuite {
    private static final int SEGMENT_COUNT = 64;
    private static final int FIRST_ROUND_COUNT = 64;
    private static final long ROUND_BYTES = (long) SEGMENT_COUNT * SealedLayout.SEGMENT_PLAIN_BYTES;
    private static final byte[] HEADER = new byte[64];
    private static final int TAG_BITS = 128;

    private final RandomSource random;
    private final ByteBuffer plain = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
    private final ByteBuffer sealed =
            ByteBuffer.allocate(SEGMENT_COUNT * SealedLayout.SEGMENT_SEALED_BYTES);
    private SecretBytes lastKey = SecretBytes.takeOver(new byte[FileKey.SIZE_BYTES]);

    private SealSuite(RandomSource random) {
        this.random = random;
    }

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        SealSuite suite = new SealSuite(plan.random());
        double first = Timing.seconds(suite::sealFirst);
        // The rest of the second, so that what the process has to compile is in it.
        double rest = Math.max(0, 1 - first) * Timing.rateFor(1 - first, suite::seal);
        double seal = Timing.rate(plan, suite::seal);
        double open = Timing.rate(plan, suite::open);
        double bare = Timing.rate(plan, new BareAesGcm(plan.random())::seal);
        out.accept(figure("seal", seal, bare));
        out.accept(figure("open", open, bare));
        out.accept(
                figure(
                        "seal, first 256 MiB of a process",
                        FIRST_ROUND_COUNT * ROUND_BYTES / first,
                        bare));
        out.accept(
                figure(
                        "seal, first second of a process",
                        (FIRST_ROUND_COUNT * ROUND_BYTES + rest) / Math.max(1, first),
                        bare));
    }

    private static Figure figure(String name, double rate, double bare) {
        return Figure.of(Suite.SEAL, name, rate, Unit.GIGABYTES_PER_SECOND)
                .beside("AES-256-GCM of the JDK", bare);
    }

    private void sealFirst() {
        for (int i = 0; i < FIRST_ROUND_COUNT; i++) {
            seal();
        }
    }

    /** With a fresh key: nothing is sealed twice under one. */
    private long seal() {
        sealed.clear();
        lastKey.close();
        try (FileKey key = FileKey.generate(random);
                ContentSealer sealer = key.sealer(HEADER)) {
            lastKey = key.secret();
            for (int i = 0; i < SEGMENT_COUNT; i++) {
                sealer.seal(plain.clear(), i == SEGMENT_COUNT - 1, sealed);
            }
        }
        return ROUND_BYTES;
    }

    private long open() {
        try (FileKey key = FileKey.of(lastKey);
                ContentOpener opener = key.opener(HEADER)) {
            for (int i = 0; i < SEGMENT_COUNT; i++) {
                ByteBuffer segment =
                        sealed.slice(
                                i * SealedLayout.SEGMENT_SEALED_BYTES,
                                SealedLayout.SEGMENT_SEALED_BYTES);
                if (!opener.open(i, i == SEGMENT_COUNT - 1, segment, plain.clear())) {
                    throw new IllegalStateException("segment " + i + " does not open");
                }
            }
        }
        return ROUND_BYTES;
    }

    /** What the JDK does with segments of the same size and nothing around them. */
    private static final class BareAesGcm {
        private static final int NONCE_BYTES = 12;

        private final byte[] plain = new byte[SealedLayout.SEGMENT_PLAIN_BYTES];
        private final byte[] sealed = new byte[SealedLayout.SEGMENT_SEALED_BYTES];
        private final SecretKeySpec key;
        private final Cipher cipher;
        private long counter;

        BareAesGcm(RandomSource random) {
            key = new SecretKeySpec(random.bytes(FileKey.SIZE_BYTES), "AES");
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK has no AES-GCM", e);
            }
        }

        long seal() {
            byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(counter++).array();
            try {
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
                return (long) cipher.doFinal(plain, 0, plain.length, sealed) - TAG_BITS / Byte.SIZE;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("sealing failed", e);
            }
        }
    }
}
