package io.shardmesh.node.home;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The home's identity on the network: "shmpeer1", then an Ed25519 seed of 32 random bytes. Not
 * sealed, because a node must be able to start alone; never derived from the owner's secret, so
 * that it says nothing about it.
 */
public final class PeerKeyFile {
    private static final byte[] MAGIC = "shmpeer1".getBytes(StandardCharsets.US_ASCII);
    private static final int SEED_BYTES = 32;

    private PeerKeyFile() {}

    /** Reads the home's peer key, making it first when there is none. Needs the home's lock. */
    public static SigningKey open(Home home, RandomSource random) {
        Path file = home.resolve("peer.key");
        Optional<byte[]> found = AtomicFile.read(file, MAGIC.length + SEED_BYTES);
        if (found.isEmpty()) {
            return create(file, random);
        }
        byte[] content = found.get();
        try {
            if (content.length != MAGIC.length + SEED_BYTES
                    || !Arrays.equals(MAGIC, Arrays.copyOf(content, MAGIC.length))) {
                throw new Failure(
                                FailureKind.MALFORMED,
                                "read peer key",
                                file.toString(),
                                "not a peer key file")
                        .exception();
            }
            return ofSeed(Arrays.copyOfRange(content, MAGIC.length, content.length));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static SigningKey create(Path file, RandomSource random) {
        byte[] seed = random.bytes(SEED_BYTES);
        byte[] content = Arrays.copyOf(MAGIC, MAGIC.length + SEED_BYTES);
        System.arraycopy(seed, 0, content, MAGIC.length, SEED_BYTES);
        try {
            AtomicFile.replace(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
        return ofSeed(seed);
    }

    private static SigningKey ofSeed(byte[] seed) {
        try (SecretBytes secret = SecretBytes.takeOver(seed)) {
            return SigningKey.ofSeed(secret);
        }
    }
}
