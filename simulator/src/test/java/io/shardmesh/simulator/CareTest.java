package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an owner does about objects that are stored. */
class CareTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(77, 7);
    private final byte[] content = mesh.randomSource().bytes(400_000);
    private final Digest key = mesh.await(mesh.put("a", content).outcome()).objectKey();

    @Test
    void delete_freesItEverywhereAndTheNameIsGone() {
        DeleteOutcome outcome = delete(mesh.client(), key);
        assertEquals(6, outcome.toldCount());
        assertEquals(0, copies());
        assertTrue(mesh.await(mesh.client().catalog().findByName("a")).isEmpty());
        assertEquals(FailureKind.DELETED, failureOfGet());
        mesh.holders()
                .forEach(node ->
                        assertEquals(
                                0, mesh.await(node.shards().usage()).shardCount(), node.host()));
    }

    @Test
    void deleteByAnotherOwner_isRefusedAndNothingIsGone() {
        SimulatedNode other = mesh.holders().getFirst();
        FailureKind kind = Failures.of(mesh, other.node().care().delete(key)).kind();
        assertEquals(FailureKind.REFUSED, kind);
        assertEquals(6, copies());
    }

    @Test
    void deleteWhileAHolderIsAwayForAWeek_itDoesNotComeBack() {
        SimulatedNode away = holders().getFirst();
        away.kill();
        mesh.time().advance(Duration.ofMinutes(1));
        assertEquals(1, delete(mesh.client(), key).awayCount());
        mesh.time().advance(Duration.ofDays(7));
        away.start();
        assertEquals(1, copies());
        mesh.time().advance(Duration.ofHours(3));
        assertEquals(0, copies());
        assertEquals(FailureKind.DELETED, failureOfGet());
    }

    @Test
    void verify_namesTheDamagedShardAndRepairMakesItAgain() {
        SimulatedNode damaged = holders().get(2);
        int index = mesh.await(damaged.shards().rows(key)).getFirst().name().index();
        flipAByte(damaged, index);
        VerifyOutcome found = mesh.await(mesh.client().node().care().verify(key));
        assertFalse(found.whole());
        assertEquals(
                List.of(index),
                found.shards().stream()
                        .filter(shard -> shard.state() == VerifyOutcome.State.DAMAGED)
                        .map(VerifyOutcome.Shard::index)
                        .toList());
        assertEquals(5, found.durability().completeCount());

        RepairOutcome repaired =
                mesh.await(mesh.client().node().care().repair(key, RepairDepth.FIX));
        assertTrue(repaired.mended(), repaired.toString());
        assertTrue(mesh.await(mesh.client().node().care().verify(key)).whole());
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void repair_doesNotWaitForWhoMayComeBack() {
        holders().getFirst().kill();
        mesh.time().advance(Duration.ofMinutes(1));
        RepairOutcome repaired =
                mesh.await(mesh.client().node().care().repair(key, RepairDepth.CLAIMS));
        assertEquals(1, repaired.rebuilt().size(), repaired.toString());
        assertEquals(6, copies());
    }

    private DeleteOutcome delete(SimulatedNode node, Digest object) {
        return mesh.await(node.node().care().delete(object));
    }

    private FailureKind failureOfGet() {
        return Failures.of(mesh, mesh.client().node().objects().locate(key)).kind();
    }

    private void flipAByte(SimulatedNode node, int index) {
        String hex = key.toString();
        String path =
                "objects/%s/%s/%s.%d.shard"
                        .formatted(hex.substring(0, 2), hex.substring(2, 4), hex, index);
        FileHandle file = mesh.await(node.storeDisk().open(path, OpenMode.READ_WRITE));
        ByteBuffer one = ByteBuffer.allocate(1);
        mesh.await(file.read(1_000, one));
        one.put(0, (byte) (one.get(0) ^ 1)).flip();
        mesh.await(file.write(1_000, one));
        mesh.await(file.close());
    }

    private int copies() {
        return mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .mapToInt(node -> mesh.await(node.shards().rows(key)).size())
                .sum();
    }

    private List<SimulatedNode> holders() {
        return mesh.holders().stream()
                .filter(SimulatedNode::isRunning)
                .filter(node -> !mesh.await(node.shards().rows(key)).isEmpty())
                .toList();
    }
}
