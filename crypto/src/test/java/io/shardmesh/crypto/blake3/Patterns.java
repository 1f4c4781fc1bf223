package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;

/** Inputs of the vectors, and hashing with a named kernel. */
final class Patterns {
    private Patterns() {}

    static byte[] counting(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    static Digest hash(Kernel kernel, byte[] input) {
        TreeHasher hasher = new TreeHasher(kernel);
        hasher.update(input, 0, input.length);
        return Digest.of(hasher.finish(true));
    }
}
