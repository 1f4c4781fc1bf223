package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * BLAKE3 in its plain hash mode with 32 bytes of output, as {@code b3sum} prints it.
 *
 * <p>The kernel is chosen once when this class is loaded: the fastest, unless the system property
 * {@code shardmesh.blake3} says {@code reference}, {@code scalar} or {@code vector}. All methods
 * may be called from any thread.
 */
public final class Blake3 {
    /** System property that forces a kernel. */
    public static final String KERNEL_PROPERTY = "shardmesh.blake3";

    static final Kernel KERNEL = atStart(System.getProperty(KERNEL_PROPERTY));

    private Blake3() {}

    /** The hash of all bytes. */
    public static Digest hash(byte[] input) {
        return hash(ByteBuffer.wrap(input));
    }

    /** The hash of what remains in the buffer, whose position does not move. */
    public static Digest hash(ByteBuffer input) {
        TreeHasher hasher = new TreeHasher(KERNEL);
        hasher.update(input.duplicate());
        return Digest.of(hasher.finish(true));
    }

    /** A new incremental hasher. */
    public static Blake3Hasher hasher() {
        return new Blake3Hasher(KERNEL);
    }

    /** Name of the kernel in use. */
    public static String kernelName() {
        return KERNEL.kernelName();
    }

    static Kernel atStart(@Nullable String forced) {
        if (forced == null) {
            return canUseVectors() ? WarmingKernel.create() : new ScalarKernel();
        }
        return forced.equals("vector") ? WarmingKernel.create() : kernel(forced);
    }

    /** The kernel of that name as it is, compiled or not. */
    static Kernel kernel(String name) {
        return switch (name) {
            case "reference" -> new ReferenceKernel();
            case "scalar" -> new ScalarKernel();
            case "vector" -> new VectorKernel();
            default ->
                    throw new IllegalArgumentException(
                            KERNEL_PROPERTY + " must be reference, scalar or vector, is " + name);
        };
    }

    /** False where the incubator module is not loaded, or vectors are short or emulated. */
    private static boolean canUseVectors() {
        try {
            return VectorKernel.isWorthwhile();
        } catch (LinkageError incubatorMissing) {
            return false;
        }
    }
}
