package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.libp2p.noise.NoiseSession;
import io.shardmesh.node.benchmark.Figure.Unit;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Noise and yamux in memory, one thread doing both ends, beside the ciphers that both need. */
final class ChannelSuite {
    private static final String CIPHER = "ChaCha20-Poly1305";

    private ChannelSuite() {}

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        Ring ring = new Ring();
        double bare = Timing.rate(plan, new BareCipher(plan.random())::twoPasses);
        try (MemoryChannel channel = MemoryChannel.open(plan.random())) {
            double rate =
                    Timing.rate(
                            plan,
                            () -> {
                                channel.transfer(ring.next());
                                return Ring.BLOCK_BYTES;
                            });
            out.accept(
                    Figure.of(
                                    Suite.CHANNEL,
                                    "Noise and yamux, both ends",
                                    rate,
                                    Unit.GIGABYTES_PER_SECOND)
                            .beside("two ChaCha20-Poly1305 passes of the JDK", bare));
        }
    }

    /** Sealing and opening of full frames with nothing around them. */
    private static final class BareCipher {
        private static final int NONCE_BYTES = 12;
        private static final int KEY_BYTES = 32;

        private final byte[] plain = new byte[NoiseSession.MAX_PLAIN_BYTES];
        private final byte[] sealed = new byte[0xffff];
        private final SecretKeySpec key;
        private final Cipher cipher;
        private long counter;

        BareCipher(RandomSource random) {
            key = new SecretKeySpec(random.bytes(KEY_BYTES), "ChaCha20");
            try {
                cipher = Cipher.getInstance(CIPHER);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK has no " + CIPHER, e);
            }
        }

        long twoPasses() {
            byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(counter++).array();
            try {
                cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(nonce));
                int sealedBytes = cipher.doFinal(plain, 0, plain.length, sealed);
                cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(nonce));
                return cipher.doFinal(sealed, 0, sealedBytes, plain);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(CIPHER + " failed", e);
            }
        }
    }
}
