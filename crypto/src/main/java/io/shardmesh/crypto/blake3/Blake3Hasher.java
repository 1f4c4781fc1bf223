package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Hashes an input of any length that arrives in parts of any size. Belongs to one thread. */
public final class Blake3Hasher {
    private final TreeHasher tree;

    Blake3Hasher(Kernel kernel) {
        this.tree = new TreeHasher(kernel);
    }

    /** Takes in a part of an array. */
    public Blake3Hasher update(byte[] in, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, in.length);
        tree.update(in, offset, count);
        return this;
    }

    /** Takes in all that remains in the buffer and moves its position to the limit. */
    public Blake3Hasher update(ByteBuffer in) {
        tree.update(in);
        return this;
    }

    /** The hash of all that came in since creation; more may follow, and finish again. */
    public Digest finish() {
        return Digest.of(tree.finish(true));
    }
}
