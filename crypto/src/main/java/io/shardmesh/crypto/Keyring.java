package io.shardmesh.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * All keys of one owner, derived from one 256-bit root secret by label and index: HKDF-SHA256
 * without salt, info = {@code shardmesh/key/<kind>/1} and the index as four big-endian bytes. The
 * rules are frozen in docs/formats/key-derivation.md. Keys that were given out live on after close.
 */
public final class Keyring implements AutoCloseable {
    /** Length of the root secret. */
    public static final int ROOT_BYTES = 32;

    private static final byte[] NO_SALT = {};

    private final SecretBytes root;

    private Keyring(SecretBytes root) {
        this.root = root;
    }

    /** A keyring with a fresh root secret. */
    public static Keyring create(RandomSource random) {
        return new Keyring(SecretBytes.random(ROOT_BYTES, random));
    }

    /**
     * The keyring of a root secret, which is copied and stays the caller's.
     *
     * @throws IllegalArgumentException when it is not 32 bytes
     */
    public static Keyring ofRoot(SecretBytes root) {
        Sizes.exactly(root.expose(), ROOT_BYTES, "root secret");
        return new Keyring(root.copy());
    }

    /** The key that signs this owner's manifests, envelopes, leases and certificates. */
    public SigningKey signingKey(int index) {
        try (SecretBytes seed = derive("signing", index, SigningKey.SEED_BYTES)) {
            return SigningKey.ofSeed(seed);
        }
    }

    /** The key to which file keys of this owner are wrapped. */
    public ReadingKey readingKey(int index) {
        try (SecretBytes uniform = derive("reading", index, ReadingKey.UNIFORM_BYTES)) {
            return ReadingKey.ofUniform(uniform);
        }
    }

    /** The key that signs the membership list of a mesh which this owner founded. */
    public SigningKey adminKey(int index) {
        try (SecretBytes seed = derive("admin", index, SigningKey.SEED_BYTES)) {
            return SigningKey.ofSeed(seed);
        }
    }

    /** The key that seals records of the catalog; the caller closes it. */
    public SecretBytes catalogKey(int index) {
        return derive("catalog", index, SealedRecord.KEY_BYTES);
    }

    /** A copy of the root secret, to be closed by the caller. */
    public SecretBytes root() {
        return root.copy();
    }

    private SecretBytes derive(String kind, int index, int sizeBytes) {
        if (index < 0) {
            throw new IllegalArgumentException("key index is negative: " + index);
        }
        byte[] label = ("shardmesh/key/" + kind + "/1").getBytes(StandardCharsets.US_ASCII);
        byte[] info =
                ByteBuffer.allocate(label.length + Integer.BYTES).put(label).putInt(index).array();
        return Hkdf.derive(root, NO_SALT, info, sizeBytes);
    }

    @Override
    public void close() {
        root.close();
    }

    @Override
    public String toString() {
        return "Keyring";
    }
}
