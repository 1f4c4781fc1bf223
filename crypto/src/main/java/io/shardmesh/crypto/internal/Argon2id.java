package io.shardmesh.crypto.internal;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id version 1.3 (RFC 9106). */
public final class Argon2id {
    private Argon2id() {}

    /** Derives bytes; takes the memory that it is told to take, so the caller bounds it first. */
    public static byte[] derive(byte[] passphrase, byte[] salt, Cost cost, int sizeBytes) {
        Argon2Parameters parameters =
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memoryKib())
                        .withIterations(cost.iterations())
                        .withParallelism(cost.lanes())
                        .withSalt(salt)
                        .build();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] out = new byte[sizeBytes];
        generator.generateBytes(passphrase, out);
        return out;
    }

    /** Memory in KiB, passes over it, and lanes. */
    public record Cost(int memoryKib, int iterations, int lanes) {}
}
