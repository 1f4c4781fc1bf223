package io.shardmesh.crypto;

/**
 * Where random bytes come from. A shell passes in an adapter of {@code SecureRandom}; tests and the
 * simulator pass in a seeded one. Keys and nonces are only as good as this source.
 */
@FunctionalInterface
public interface RandomSource {
    /** Fills the whole array. */
    void nextBytes(byte[] out);

    /** A new array of {@code count} random bytes. */
    default byte[] bytes(int count) {
        byte[] out = new byte[count];
        nextBytes(out);
        return out;
    }
}
