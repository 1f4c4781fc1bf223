package io.shardmesh.crypto.channel;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.shardmesh.crypto.SecretBytes;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses between the two forms of the cipher by the length of a frame and the machine. Where the
 * JVM has no machine code for Poly1305, which on x86-64 takes AVX-512, our own is twice as fast;
 * elsewhere the JDK's is, and it stands wherever we do not know. Asking the JVM loads classes for
 * some 30 ms, so nobody asks before the first large frame.
 *
 * <p>The system property {@code shardmesh.chacha} forces {@code jdk} or {@code limbs}.
 */
final class FrameCiphers implements FrameCipher {
    private static final String PROPERTY = "shardmesh.chacha";
    private static final int LARGE_BYTES = 8192;

    private final SecretBytes key;
    private final LimbFrameCipher limbs;
    private @Nullable JdkFrameCipher jdk;

    private FrameCiphers(SecretBytes key) {
        this.key = key;
        this.limbs = new LimbFrameCipher(key.expose());
    }

    /** A cipher with a copy of this key. */
    static FrameCipher create(SecretBytes key) {
        String forced = System.getProperty(PROPERTY);
        if (forced == null) {
            return new FrameCiphers(key.copy());
        }
        return switch (forced) {
            case "jdk" -> new JdkFrameCipher(key.expose());
            case "limbs" -> new LimbFrameCipher(key.expose());
            default ->
                    throw new IllegalArgumentException(
                            "-D" + PROPERTY + "=" + forced + ": not jdk or limbs");
        };
    }

    @Override
    public void seal(long counter, ByteBuffer plain, ByteBuffer out) {
        forFrameOf(plain.remaining()).seal(counter, plain, out);
    }

    @Override
    public boolean open(long counter, ByteBuffer sealed, ByteBuffer out) {
        return forFrameOf(sealed.remaining()).open(counter, sealed, out);
    }

    @Override
    public void close() {
        key.close();
        limbs.close();
        if (jdk != null) {
            jdk.close();
        }
    }

    private FrameCipher forFrameOf(int sizeBytes) {
        if (sizeBytes < LARGE_BYTES || !OfThisJvm.JDK_IS_FASTER) {
            return limbs;
        }
        if (jdk == null) {
            jdk = new JdkFrameCipher(key.expose());
        }
        return jdk;
    }

    /** Asked once, when this class is loaded. */
    private static final class OfThisJvm {
        static final boolean JDK_IS_FASTER =
                jdkIsFaster(System.getProperty("os.arch", ""), avxLevel());

        private static @Nullable String avxLevel() {
            try {
                var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
                return jvm == null ? null : jvm.getVMOption("UseAVX").getValue();
            } catch (IllegalArgumentException noSuchOption) {
                return null;
            }
        }
    }

    /** HotSpot has machine code for Poly1305 on ARM, and on x86-64 from UseAVX=3 on. */
    static boolean jdkIsFaster(String architecture, @Nullable String avxLevel) {
        boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
        return !(x86 && avxLevel != null && avxLevel.matches("[0-2]"));
    }
}
