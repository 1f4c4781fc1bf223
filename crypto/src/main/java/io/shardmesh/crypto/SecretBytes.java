package io.shardmesh.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Secret bytes with an end: closing wipes them. Never shown by {@link #toString}, compared in
 * constant time, and read only through {@link #expose}, which is easy to search for.
 *
 * <p>Not thread-safe. Whoever made it closes it, unless a method says that it takes it over. What
 * the JVM copied while it moved objects cannot be wiped; this shortens the life of a secret, it
 * does not promise more.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy; the caller keeps its array and should wipe it. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** Takes over this very array; the caller must not use it any more. */
    public static SecretBytes takeOver(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /** Fresh random bytes. */
    public static SecretBytes random(int sizeBytes, RandomSource random) {
        return new SecretBytes(random.bytes(sizeBytes));
    }

    /** How many bytes there are, also after closing. */
    public int size() {
        return bytes.length;
    }

    /**
     * The live array itself, not a copy: it turns to zeros on close, and writing to it changes the
     * secret. Do not keep it.
     *
     * @throws IllegalStateException after closing
     */
    public byte[] expose() {
        if (closed) {
            throw new IllegalStateException("secret was closed");
        }
        return bytes;
    }

    /** An independent secret with the same bytes, to be closed by the caller. */
    public SecretBytes copy() {
        return copyOf(expose());
    }

    /** Whether this secret was wiped. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Constant in time for equal lengths. A closed secret equals nothing but itself. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof SecretBytes that
                && !closed
                && !that.closed
                && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The same for all secrets of one length, so that it tells nothing. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes(" + bytes.length + " bytes)";
    }
}
