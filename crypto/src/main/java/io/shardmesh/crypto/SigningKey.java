package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.Ed25519Curve;

/**
 * An Ed25519 private key (RFC 8032), kept as its 32-byte seed. Signing is deterministic. Signing
 * after close throws {@link IllegalStateException}.
 */
public final class SigningKey implements AutoCloseable {
    /** Length of the seed. */
    public static final int SEED_BYTES = 32;

    private final SecretBytes seed;
    private final VerifyingKey verifyingKey;

    private SigningKey(SecretBytes seed) {
        this.seed = seed;
        this.verifyingKey = VerifyingKey.of(Ed25519Curve.publicKey(seed.expose()));
    }

    /**
     * The key of a seed, which is copied and stays the caller's.
     *
     * @throws IllegalArgumentException when the seed is not 32 bytes
     */
    public static SigningKey ofSeed(SecretBytes seed) {
        Sizes.exactly(seed.expose(), SEED_BYTES, "signing seed");
        return new SigningKey(seed.copy());
    }

    /** A fresh key. */
    public static SigningKey generate(RandomSource random) {
        return new SigningKey(SecretBytes.random(SEED_BYTES, random));
    }

    /** The public half; usable after close as well. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** Signs exactly these bytes; what they mean (context, mesh) is the caller's to put in. */
    public Signature sign(byte[] message) {
        return Signature.of(Ed25519Curve.sign(seed.expose(), verifyingKey.bytes(), message));
    }

    /** A copy of the seed, to be closed by the caller. */
    public SecretBytes seed() {
        return seed.copy();
    }

    @Override
    public void close() {
        seed.close();
    }

    @Override
    public String toString() {
        return "SigningKey(" + verifyingKey + ")";
    }
}
