package io.shardmesh.crypto.seal.v1;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Hkdf;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.blake3.Blake3;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The 256-bit secret of one object, and the subkeys derived from it: HKDF-SHA256, salt = BLAKE3 of
 * the object header, info = {@code shardmesh/seal/1/<use>}.
 *
 * <p>Only a key that was {@linkplain #generate generated} here seals, one content and one metadata;
 * a key that was unwrapped ({@link #of}) only opens. So no key and nonce are ever used twice.
 * Belongs to one thread.
 */
public final class FileKey implements AutoCloseable {
    /** Length of the secret. */
    public static final int SIZE_BYTES = 32;

    /** Longest metadata. */
    public static final int MAX_METADATA_BYTES = SealedMetadata.MAX_PLAIN_BYTES;

    private final SecretBytes secret;
    private boolean maySealContent;
    private boolean maySealMetadata;

    private FileKey(SecretBytes secret, boolean fresh) {
        this.secret = secret;
        this.maySealContent = fresh;
        this.maySealMetadata = fresh;
    }

    /** A fresh key, for one attempt to store one object. */
    public static FileKey generate(RandomSource random) {
        return new FileKey(SecretBytes.random(SIZE_BYTES, random), true);
    }

    /**
     * The key of an unwrapped secret, which is copied and stays the caller's. Only opens.
     *
     * @throws IllegalArgumentException when it is not 32 bytes
     */
    public static FileKey of(SecretBytes secret) {
        if (secret.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("a file key is 32 bytes, not " + secret.size());
        }
        return new FileKey(secret.copy(), false);
    }

    /** A copy of the secret for wrapping, to be closed by the caller. */
    public SecretBytes secret() {
        return secret.copy();
    }

    /** What the manifest says of this key; a reader compares before it opens anything. */
    public Digest commitment(byte[] objectHeader) {
        try (SecretBytes commitment = subkey(objectHeader, "commitment")) {
            return Digest.of(commitment.expose());
        }
    }

    /**
     * Seals the object's metadata. Its length shows only in steps of 256 bytes.
     *
     * @throws IllegalStateException the second time, and when this key only opens
     * @throws IllegalArgumentException when it is longer than {@link #MAX_METADATA_BYTES}
     */
    public byte[] sealMetadata(byte[] objectHeader, byte[] plain) {
        checkMaySeal(maySealMetadata, "metadata");
        maySealMetadata = false;
        try (SecretBytes key = subkey(objectHeader, "metadata")) {
            return SealedMetadata.seal(key, objectHeader, plain);
        }
    }

    /** Opens sealed metadata; empty when it is not authentic. */
    public Optional<byte[]> openMetadata(byte[] objectHeader, byte[] sealed) {
        try (SecretBytes key = subkey(objectHeader, "metadata")) {
            return SealedMetadata.open(key, objectHeader, sealed);
        }
    }

    /**
     * The one sealer of this object's content, to be closed by the caller.
     *
     * @throws IllegalStateException the second time, and when this key only opens
     */
    public ContentSealer sealer(byte[] objectHeader) {
        checkMaySeal(maySealContent, "content");
        maySealContent = false;
        try (SecretBytes key = subkey(objectHeader, "content")) {
            return new ContentSealer(key, objectHeader);
        }
    }

    /** A new opener of this object's content, to be closed by the caller. */
    public ContentOpener opener(byte[] objectHeader) {
        try (SecretBytes key = subkey(objectHeader, "content")) {
            return new ContentOpener(key, objectHeader);
        }
    }

    private SecretBytes subkey(byte[] objectHeader, String use) {
        byte[] salt = Blake3.hash(objectHeader).bytes();
        byte[] info = ("shardmesh/seal/1/" + use).getBytes(StandardCharsets.US_ASCII);
        return Hkdf.derive(secret, salt, info, SIZE_BYTES);
    }

    private static void checkMaySeal(boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalStateException("this key has sealed its " + what + " or only opens");
        }
    }

    @Override
    public void close() {
        maySealContent = false;
        maySealMetadata = false;
        secret.close();
    }

    @Override
    public String toString() {
        return "FileKey";
    }
}
