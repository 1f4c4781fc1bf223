package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.catalog.Operation.FileFacts;
import io.shardmesh.node.catalog.Operation.Holder;
import io.shardmesh.node.catalog.Operation.Put;
import io.shardmesh.node.catalog.Operation.Shards;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Operations, keys and sources for tests. */
public final class Samples {

    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final Instant MODIFIED = Instant.parse("1969-07-20T20:17:40.123Z");

    /** Made once: keys take a while and some tests put ten thousand objects. */
    private static final Shards SHARDS = shards();

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

    /** Five of six shards reached, the one with index 1 not. */
    static Put put(String name, int number, String... tags) {
        var file = new FileFacts(1000L + number, "text/plain", MODIFIED, NOW);
        return new Put(name, key(number), file, List.of(tags), 3, SHARDS);
    }

    /** All of three copies reached; no type, no tags; the last holder's id is a SHA-256. */
    static Put inlinePut(String name, int number) {
        byte[] multihash = new byte[34];
        multihash[0] = 0x12;
        multihash[1] = 32;
        var last = new Holder(2, PeerId.ofMultihash(multihash));
        var shards = new Shards(new Scheme(4, 2), true, 3, List.of(holder(0), holder(1), last));
        var file = new FileFacts(0, "", MODIFIED, NOW);
        return new Put(name, key(number), file, List.of(), 1, shards);
    }

    /** A bundle with that number of files, {@code name-0} and so on, and these files. */
    static List<Operation> bundle(int number, int fileCount, String... tags) {
        var operations = new ArrayList<Operation>();
        operations.add(new Operation.Bundle(key(number), 100_000, NOW, 1, SHARDS));
        for (int i = 0; i < fileCount; i++) {
            var facts = new BundledFile.Facts("text/plain", 0640, MODIFIED.plusNanos(i));
            var file = new BundledFile("name-" + i, 10L * i, 10, hashed("content" + i), facts);
            operations.add(new Operation.Bundled(key(number), i, file, List.of(tags)));
        }
        return operations;
    }

    static Holder holder(int index) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) (index + 1));
        try (var key = SigningKey.ofSeed(SecretBytes.takeOver(seed))) {
            return new Holder(index, PeerId.of(key.verifyingKey()));
        }
    }

    private static Shards shards() {
        var holders = IntStream.of(0, 2, 3, 4, 5).mapToObj(Samples::holder).toList();
        return new Shards(new Scheme(4, 2), false, 6, holders);
    }
}
