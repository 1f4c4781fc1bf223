package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.store.StoredShard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long things are kept. All clocks jump ahead together, since half a year takes long. */
class LeaseTest {
    private static final Duration ROUND = Duration.ofMinutes(30);
    private static final Duration DAY = Duration.ofHours(25);
    private static final Duration HALF_OVER = RecordLimits.LEASE_DURATION.dividedBy(2).plusDays(1);
    private static final Duration PAST_ITS_END =
            RecordLimits.LEASE_DURATION.plus(RecordLimits.LEASE_GRACE).plusDays(2);

    private final SimulatedMesh mesh = SimulatedMesh.joined(61, 7);
    private final SimulatedNode owner = mesh.holders().get(2);
    private final byte[] content = mesh.randomSource().bytes(300_000);
    private final Digest key;
    private Duration ahead = Duration.ZERO;

    LeaseTest() {
        UpkeepSettings usual = UpkeepSettings.ofGrace(Duration.ofHours(12));
        UpkeepSettings often =
                new UpkeepSettings(
                        usual.grace(),
                        usual.urgentGrace(),
                        usual.sweepEvery(),
                        usual.rankDelay(),
                        usual.repairBytesPerSecond(),
                        usual.scrubBytesPerSecond(),
                        ROUND);
        for (SimulatedNode node : mesh.holders()) {
            node.upkeep(often);
            node.kill();
            node.start();
        }
        mesh.settle();
        key =
                mesh.await(
                                mesh.put(
                                                owner,
                                                SimulatedMesh.request("a"),
                                                SimulatedMesh.source(content))
                                        .outcome())
                        .objectKey();
    }

    @Test
    void halfOver_isRenewedByTheOwnersNodeAtEveryHolder() {
        clocksAhead(HALF_OVER);
        Instant before = now();
        mesh.time().advance(DAY);
        assertTrue(
                ends().stream()
                        .allMatch(end -> end.isAfter(before.plus(RecordLimits.LEASE_DURATION))),
                () -> ends().toString());
        assertEquals(6, ends().size());
    }

    @Test
    void renewed_outlivesTheFirstLease() {
        clocksAhead(HALF_OVER);
        mesh.time().advance(DAY);
        clocksAhead(PAST_ITS_END.minus(HALF_OVER));
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(6, ends().size());
    }

    @Test
    void over_isDroppedWhenTheOwnerIsSilent() {
        owner.kill();
        clocksAhead(PAST_ITS_END);
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(List.of(), ends());
    }

    @Test
    void deletedWhileAHolderWasAway_isNotRenewed() {
        SimulatedNode away = holderOtherThanTheOwner();
        away.kill();
        mesh.time().advance(Duration.ofMinutes(1));
        mesh.await(owner.node().care().delete(key));
        clocksAhead(HALF_OVER);
        away.start();
        mesh.time().advance(DAY);
        assertEquals(List.of(), ends());
    }

    @Test
    void oneClockAYearAhead_dropsNothing() {
        mesh.time().advance(Duration.ofHours(2));
        SimulatedNode wrong = holderOtherThanTheOwner();
        wrong.clockOff(Duration.ofDays(365));
        List<StoredShard> before = rows(wrong);
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(6, ends().size());
        assertEquals(before, rows(wrong), "what it dropped would be made again elsewhere");
    }

    /** Its lease would have ended before it began. */
    @Test
    void ownerWhoseClockIsAYearBehind_isRefusedAndToldWhy() {
        owner.clockOff(Duration.ofDays(-365));
        for (int size : new int[] {500, 50_000}) {
            byte[] content = mesh.randomSource().bytes(size);
            Failure failure = failureOfPut(content);
            assertTrue(failure.cause().contains("one of the two clocks is wrong"), failure::cause);
        }
    }

    private Failure failureOfPut(byte[] content) {
        return Failures.of(
                mesh,
                mesh.put(owner, SimulatedMesh.request("b"), SimulatedMesh.source(content))
                        .outcome());
    }

    private void clocksAhead(Duration more) {
        ahead = ahead.plus(more);
        mesh.holders().forEach(node -> node.clockOff(ahead));
        mesh.client().clockOff(ahead);
    }

    private Instant now() {
        return SimulatedNode.START.plusNanos(mesh.time().nanoTime()).plus(ahead);
    }

    private SimulatedNode holderOtherThanTheOwner() {
        return mesh.holders().stream()
                .filter(node -> node != owner && !rows(node).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** When the leases end that running holders have. */
    private List<Instant> ends() {
        return mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .flatMap(node -> mesh.await(node.shards().find(key)).stream())
                .map(record -> record.lease().lease().notAfter())
                .toList();
    }

    private List<StoredShard> rows(SimulatedNode node) {
        return mesh.await(node.shards().rows(key));
    }
}
