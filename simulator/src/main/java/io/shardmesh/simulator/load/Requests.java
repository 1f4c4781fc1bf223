package io.shardmesh.simulator.load;

import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** What users ask of a put. */
final class Requests {
    /** The first is what is usual in a mesh of many machines, and drawn as often as the others. */
    private static final List<Scheme> SCHEMES =
            List.of(new Scheme(3, 2), new Scheme(2, 1), new Scheme(1, 1));

    private static final int MIN_BLOCK_SHIFT = 14;
    private static final int MAX_BLOCK_SHIFT = 16;

    private Requests() {}

    static PutRequest draw(
            SplittableRandom random, String name, List<SimulatedNode> others, long sizeBytes) {
        return new PutRequest(
                name,
                random.nextBoolean() ? List.of("tag-" + random.nextInt(3)) : List.of(),
                others.stream().map(Requests::readingKey).toList(),
                new PutRequest.Spread(
                        scheme(random), OptionalInt.empty(), OptionalInt.of(blockBytes(random))),
                new PutRequest.FileFacts("", 0644, Instant.EPOCH, expected(random, sizeBytes)));
    }

    private static Optional<Scheme> scheme(SplittableRandom random) {
        return random.nextInt(100) < 60
                ? Optional.empty()
                : Optional.of(SCHEMES.get(random.nextInt(SCHEMES.size())));
    }

    private static int blockBytes(SplittableRandom random) {
        return 1 << (MIN_BLOCK_SHIFT + random.nextInt(MAX_BLOCK_SHIFT - MIN_BLOCK_SHIFT + 1));
    }

    private static OptionalLong expected(SplittableRandom random, long sizeBytes) {
        return random.nextBoolean() ? OptionalLong.of(sizeBytes) : OptionalLong.empty();
    }

    private static ReadingPublicKey readingKey(SimulatedNode node) {
        try (ReadingKey key = node.keyring().readingKey(0)) {
            return key.publicKey();
        }
    }
}
