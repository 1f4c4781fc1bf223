package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.nio.ByteBuffer;

/**
 * BLAKE3 in its plain hash mode with 32 bytes of output, as {@code b3sum} prints it.
 *
 * <p>The kernel is chosen once when this class is loaded: the fastest, unless the system property
 * {@code shardmesh.blake3} says {@code reference} or {@code scalar}. All methods may be called from
 * any thread.
 */
public final class Blake3 {
    /** System property that forces a kernel. */
    public static final String KERNEL_PROPERTY = "shardmesh.blake3";

    static final Kernel KERNEL = kernel(System.getProperty(KERNEL_PROPERTY, "scalar"));

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

    static Kernel kernel(String name) {
        return switch (name) {
            case "reference" -> new ReferenceKernel();
            case "scalar" -> new ScalarKernel();
            default ->
                    throw new IllegalArgumentException(
                            KERNEL_PROPERTY + " must be reference or scalar, is " + name);
        };
    }
}
