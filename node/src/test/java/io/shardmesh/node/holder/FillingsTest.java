package io.shardmesh.node.holder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Several bring lost shards of one object at the same time. */
class FillingsTest {
    private static final Digest OBJECT = Blake3.hash(new byte[] {1});
    private static final RandomSource RANDOM = new Random(7)::nextBytes;
    private static final PeerId FIRST = PeerId.of(SigningKey.generate(RANDOM).verifyingKey());
    private static final PeerId SECOND = PeerId.of(SigningKey.generate(RANDOM).verifyingKey());

    private final Fillings fillings = new Fillings();

    @Test
    void sameShardTwice_isBusy() {
        fillings.enter(new ShardName(OBJECT, 1), FIRST);
        assertEquals(FailureKind.BUSY, refusal(new ShardName(OBJECT, 1)));
    }

    @Test
    void anotherShardOfTheObject_isRefused() {
        fillings.enter(new ShardName(OBJECT, 1), FIRST);
        assertEquals(FailureKind.REFUSED, refusal(new ShardName(OBJECT, 2)));
    }

    @Test
    void afterTheEnd_anotherIsTaken() {
        fillings.enter(new ShardName(OBJECT, 1), FIRST);
        fillings.leave(new ShardName(OBJECT, 1));
        fillings.enter(new ShardName(OBJECT, 2), FIRST);
        assertEquals(FailureKind.BUSY, refusal(new ShardName(OBJECT, 2)));
    }

    private FailureKind refusal(ShardName shard) {
        return assertThrows(FailureException.class, () -> fillings.enter(shard, SECOND))
                .failure()
                .kind();
    }
}
