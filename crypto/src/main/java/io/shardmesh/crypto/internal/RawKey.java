package io.shardmesh.crypto.internal;

import java.util.Arrays;
import java.util.Locale;
import javax.crypto.SecretKey;

/**
 * A JCE key that can be wiped; {@code SecretKeySpec} cannot. {@link #getEncoded} gives a copy
 * because the JDK's ciphers wipe what they were given.
 */
public final class RawKey implements SecretKey, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient byte[] bytes;
    private transient boolean destroyed;

    /** A key of a copy of these bytes. */
    public RawKey(String algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes.clone();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("key was closed");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return "RawKey(" + algorithm.toUpperCase(Locale.ROOT) + ")";
    }
}
