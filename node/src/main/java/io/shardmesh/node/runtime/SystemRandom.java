package io.shardmesh.node.runtime;

import io.shardmesh.crypto.RandomSource;
import java.security.SecureRandom;

/** The operating system's randomness. */
public final class SystemRandom implements RandomSource {
    private final SecureRandom random = new SecureRandom();

    @Override
    public void nextBytes(byte[] out) {
        random.nextBytes(out);
    }
}
