package io.shardmesh.bench;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.channel.FrameOpener;
import io.shardmesh.crypto.channel.FrameSealer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Frames of a secure channel, both ends on one thread; one operation is a frame there. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ChannelBenchmark {

    /** Plaintext of a frame: the longest, and a small message. */
    @Param({"65519", "100"})
    public int frameBytes;

    private final SecretBytes key = SecretBytes.takeOver(new byte[32]);
    private final FrameSealer sealer = FrameSealer.create(key);
    private final FrameOpener opener = FrameOpener.create(key);
    private final ByteBuffer plain = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer sealed = ByteBuffer.allocate(1 << 17);
    private long counter;

    /** Seals and opens a frame. */
    @Benchmark
    public ByteBuffer frames() {
        sealer.seal(plain.clear().limit(frameBytes), sealed.clear());
        if (!opener.open(sealed.flip(), plain.clear())) {
            throw new IllegalStateException("a frame does not open");
        }
        return plain;
    }

    /** The limit that we compare with: two passes of the JDK's whole cipher, the same work. */
    @Benchmark
    public ByteBuffer twoPassesOfTheJdk() throws GeneralSecurityException {
        jdk(Cipher.ENCRYPT_MODE).doFinal(plain.clear().limit(frameBytes), sealed.clear());
        jdk(Cipher.DECRYPT_MODE).doFinal(sealed.flip(), plain.clear());
        counter++;
        return plain;
    }

    private final Cipher jdkSealer = cipher();
    private final Cipher jdkOpener = cipher();

    private Cipher jdk(int mode) throws GeneralSecurityException {
        Cipher cipher = mode == Cipher.ENCRYPT_MODE ? jdkSealer : jdkOpener;
        byte[] nonce = ByteBuffer.allocate(12).putLong(4, counter).array();
        cipher.init(mode, new SecretKeySpec(new byte[32], "ChaCha20"), new IvParameterSpec(nonce));
        return cipher;
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ChaCha20-Poly1305", e);
        }
    }
}
