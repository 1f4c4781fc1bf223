package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.StoredShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Objects whose holders leave, come back, or never got all of it. */
class UpkeepTest {
    private static final Duration GRACE = Duration.ofHours(12);

    private final SimulatedMesh mesh = SimulatedMesh.joined(31, 8);
    private final byte[] content = mesh.randomSource().bytes(300_000);
    private final Digest key = mesh.await(mesh.put("a", content).outcome()).objectKey();

    @Test
    void holderGoneForLongerThanTheGrace_itsShardIsMadeAgainElsewhere() {
        SimulatedNode lost = holders().getFirst();
        lost.kill();
        mesh.time().advance(GRACE.plusHours(3));
        assertEquals(6, indexes().size());
        assertEquals(6, holders().size());
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void holderGoneForTheGrace_noSweepIsWaitedFor() {
        mesh.time().advance(Duration.ofMinutes(5));
        holders().getFirst().kill();
        mesh.time().advance(GRACE.plusMinutes(2));
        assertEquals(6, indexes().size());
    }

    @Test
    void oneMoreLossWouldBeTooMany_whatIsAwayForMinutesIsMadeAgain() {
        mesh.time().advance(Duration.ofMinutes(5));
        holders().getFirst().kill();
        mesh.time().advance(Duration.ofMinutes(30));
        holders().getFirst().kill();
        assertEquals(4, indexes().size(), "the first loss waits for the grace");
        mesh.time().advance(Duration.ofMinutes(4));
        assertEquals(5, indexes().size());
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void holderRevoked_noGraceIsWaitedFor() {
        mesh.time().advance(Duration.ofMinutes(5));
        SimulatedNode revoked = holders().getLast();
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(revoked.peer()));
        revoked.kill();
        mesh.time().advance(Duration.ofMinutes(4));
        assertEquals(6, indexes().size());
    }

    @Test
    void holderAwayForLessThanTheGrace_nothingIsMadeAgain() {
        SimulatedNode away = holders().getFirst();
        away.kill();
        mesh.time().advance(GRACE.dividedBy(2));
        assertEquals(5, holders().size());
        away.start();
        mesh.time().advance(GRACE.dividedBy(2));
        assertEquals(6, copies());
    }

    @Test
    void holderBackAfterItsShardWasMadeAgain_oneOfTheTwoIsReleased() {
        SimulatedNode away = holders().getFirst();
        away.kill();
        mesh.time().advance(GRACE.plusHours(3));
        assertEquals(6, copies());
        away.start();
        assertEquals(7, copies());
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(6, copies());
        assertEquals(6, indexes().size());
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void holdersGoneOneAfterTheOther_allAreReplacedAsLongAsThereAreMachines() {
        for (int i = 0; i < 2; i++) {
            holders().getLast().kill();
            mesh.time().advance(GRACE.plusHours(3));
            assertEquals(6, indexes().size());
            assertEquals(6, holders().size());
        }
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void putWhileTwoAreDown_isCompletedWhenTheyAreBack() {
        List<SimulatedNode> down = mesh.holders().subList(5, 8);
        down.forEach(SimulatedNode::kill);
        mesh.time().advance(Duration.ofSeconds(5));
        Digest degraded = mesh.await(mesh.put("b", content).outcome()).objectKey();
        assertEquals(5, holders(degraded).size());
        down.getFirst().start();
        down.getLast().start();
        mesh.time().advance(GRACE.plusHours(2));
        assertEquals(6, holders(degraded).size());
        assertArrayEquals(content, mesh.get(degraded));
    }

    @Test
    void inlineObject_isMadeAgainToo() {
        byte[] small = mesh.randomSource().bytes(500);
        Digest inline = mesh.await(mesh.put("c", small).outcome()).objectKey();
        assertEquals(3, holders(inline).size());
        holders(inline).getFirst().kill();
        mesh.time().advance(GRACE.plusHours(3));
        assertEquals(3, holders(inline).size());
        assertArrayEquals(small, mesh.get(inline));
    }

    @Test
    void inlineCopyThatIsThereTwice_isReleasedOnce() {
        byte[] small = mesh.randomSource().bytes(500);
        Digest inline = mesh.await(mesh.put("c", small).outcome()).objectKey();
        SimulatedNode away = holders(inline).getFirst();
        away.kill();
        mesh.time().advance(GRACE.plusHours(3));
        away.start();
        assertEquals(4, holders(inline).size());
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(3, holders(inline).size());
        assertArrayEquals(small, mesh.get(inline));
    }

    @Test
    void twoShardsOnOneMachine_oneIsHandedToAMachineWithout() {
        SimulatedNode crowded = holders().getFirst();
        move(rows(holders().getLast(), key).getFirst().name(), holders().getLast(), crowded);
        assertEquals(2, rows(crowded, key).size());
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(6, indexes().size());
        assertEquals(6, holders().size());
        assertEquals(6, copies());
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void keeperThatLostItsBytes_nothingIsReleasedForIt() {
        List<Digest> objects = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            objects.add(mesh.await(mesh.put("more-" + i, content).outcome()).objectKey());
        }
        SimulatedNode away = holders().getFirst();
        objects.removeIf(object -> rows(away, object).isEmpty());
        away.kill();
        mesh.time().advance(GRACE.plusHours(3));
        mesh.holders().stream()
                .filter(node -> node != away)
                .forEach(node -> node.keeps(chunk -> false));
        away.start();
        mesh.time().advance(Duration.ofHours(3));
        objects.forEach(object -> assertEquals(1, rows(away, object).size(), object.toString()));
    }

    /** Four of the five that are left would be enough, if two did not lie. */
    @Test
    void holdersThatGiveOtherBytes_nothingIsMadeOfThem() {
        mesh.time().advance(Duration.ofMinutes(5));
        holders().getFirst().kill();
        holders().subList(3, 5).forEach(liar -> liar.answers(Answers.WRONG_BYTES));
        mesh.time().advance(GRACE.plusHours(1));
        assertEquals(5, indexes().size());
    }

    private void move(ShardName shard, SimulatedNode from, SimulatedNode to) {
        ShardRecord record =
                mesh.await(from.shards().find(shard.objectKey())).stream()
                        .filter(one -> one.index() == shard.index())
                        .findFirst()
                        .orElseThrow();
        StripeLayout layout = record.manifest().manifest().layout();
        ShardWriter writer =
                mesh.await(
                        to.shards()
                                .begin(
                                        shard.objectKey(),
                                        shard.index(),
                                        record.header().blockBytes()));
        ShardReader reader = from.shards().reader();
        for (long stripe = 0; stripe < layout.stripeCount(); stripe++) {
            var block = mesh.await(reader.readBlock(shard.objectKey(), shard.index(), stripe));
            mesh.await(writer.append(block.block()));
        }
        mesh.await(reader.close());
        mesh.await(writer.finish());
        mesh.await(writer.commit(record));
        mesh.await(from.shards().remove(shard));
    }

    private Set<Integer> indexes() {
        Set<Integer> found = new TreeSet<>();
        mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .forEach(node -> rows(node, key).forEach(row -> found.add(row.name().index())));
        return found;
    }

    private int copies() {
        return mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .mapToInt(node -> rows(node, key).size())
                .sum();
    }

    private List<SimulatedNode> holders() {
        return holders(key);
    }

    /** The running nodes that have any of it. */
    private List<SimulatedNode> holders(Digest object) {
        List<SimulatedNode> found = new ArrayList<>(mesh.holders());
        found.removeIf(node -> !node.isRunning() || rows(node, object).isEmpty());
        return found;
    }

    private List<StoredShard> rows(SimulatedNode node, Digest object) {
        return mesh.await(node.shards().rows(object));
    }
}
