package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.catalog.Operation.Put;
import io.shardmesh.node.catalog.Operation.Shards;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Operations, keys and sources for tests. */
public final class Samples {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private Samples() {}

    static SecretBytes catalogKey() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        return SecretBytes.takeOver(key);
    }

    static RandomSource random(long seed) {
        return new Random(seed)::nextBytes;
    }

    /** The digest with this number in front. */
    public static Digest key(int number) {
        return Digest.of(ByteBuffer.allocate(Digest.SIZE_BYTES).putInt(number).array());
    }

    /** A hash of that text, as a name or tag key stands in an index. */
    public static Digest hashed(String text) {
        return Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    }

    static Put put(String name, int number, String... tags) {
        var shards = new Shards(new Scheme(4, 2), 5, 6, false);
        return new Put(name, key(number), 1000L + number, NOW, "text/plain", List.of(tags), shards);
    }
}
