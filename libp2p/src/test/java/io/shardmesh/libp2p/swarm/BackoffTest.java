package io.shardmesh.libp2p.swarm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    private static final PeerId PEER = PeerId.of(SwarmLab.identity(1).verifyingKey());
    private static final Multiaddr ADDRESS = Multiaddr.tcp("10.0.0.1", 1);

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

    @Test
    void failed_again_doublesUpToTheLongest() {
        for (long expected : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            backoff.failed(PEER, ADDRESS, 0);
            assertTrue(waitsAt(expected * 1000 - 1), expected + " s");
            assertFalse(waitsAt(expected * 1000), expected + " s");
        }
    }

    @Test
    void failed_thousandsOfTimes_stillWaitsTheLongest() {
        for (int count = 0; count < 5000; count++) {
            backoff.failed(PEER, ADDRESS, 0);
        }
        assertTrue(waitsAt(59_999));
        assertFalse(waitsAt(60_000));
    }

    @Test
    void forgive_peer_forgetsItsAddresses() {
        backoff.failed(PEER, ADDRESS, 0);
        backoff.forgive(PEER);
        assertFalse(waitsAt(0));
    }

    private boolean waitsAt(long millis) {
        return backoff.isWaiting(PEER, ADDRESS, Duration.ofMillis(millis).toNanos());
    }
}
