package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.NotHeld;
import io.shardmesh.node.network.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whom a put, a get and a join ask, how often, and what they say when there is no answer. */
class AskingTest {
    private static final Duration SLOW = Duration.ofSeconds(8);

    @Test
    void put_whenHoldersAnswerLate_waitsForThem() {
        SimulatedMesh mesh = SimulatedMesh.joined(41, 7);
        byte[] content = mesh.randomSource().bytes(100_000);
        mesh.holders().forEach(holder -> mesh.network().cut(mesh.client().host(), holder.host()));
        CompletableFuture<PutOutcome> put = mesh.put("a", content).outcome();
        mesh.time().advance(SLOW);
        mesh.network().healAll();
        PutOutcome stored = mesh.await(put);
        assertEquals(6, stored.durability().completeCount());
        assertArrayEquals(content, mesh.get(stored.objectKey()));
        mesh.time().advance(Duration.ofSeconds(60));
        for (SimulatedNode holder : mesh.holders()) {
            assertEquals(0, mesh.await(holder.shards().usage()).reservedBytes(), holder.host());
        }
    }

    @Test
    void put_whenNobodyAnswers_endsInBoundedTimeAndNamesWhoDidNot() {
        SimulatedMesh mesh = SimulatedMesh.joined(42, 3);
        mesh.holders().forEach(holder -> mesh.network().cut(mesh.client().host(), holder.host()));
        long from = mesh.time().nanoTime();
        Failure failure = Failures.of(mesh, mesh.put("a", new byte[100_000]).outcome());
        assertEquals(FailureKind.NO_PEERS, failure.kind());
        for (SimulatedNode holder : mesh.holders()) {
            assertTrue(failure.cause().contains(holder.peer().toString()), failure.toString());
        }
        assertTrue(mesh.time().nanoTime() - from <= Duration.ofSeconds(40).toNanos());
    }

    @Test
    void put_whenOneHolderIsSilentAndTheOthersSuffice_doesNotWaitForItLong() {
        SimulatedMesh mesh = SimulatedMesh.joined(43, 7);
        mesh.network().cut(mesh.client().host(), mesh.holders().get(3).host());
        long from = mesh.time().nanoTime();
        PutOutcome stored = mesh.await(mesh.put("a", new byte[100_000]).outcome());
        assertEquals(6, stored.durability().completeCount());
        assertTrue(mesh.time().nanoTime() - from <= Duration.ofSeconds(7).toNanos());
    }

    @Test
    void join_whenTheFounderAnswersLate_waitsForIt() {
        SimulatedMesh mesh = SimulatedMesh.joined(44, 1);
        SimulatedNode joiner = mesh.machine("10.0.2.1", NodeMode.SERVICE);
        joiner.start();
        mesh.network().cut(joiner.host(), mesh.holders().getFirst().host());
        CompletableFuture<MeshSummary> joined =
                joiner.node().mesh().join(invite(mesh), SimulatedMesh.labels(joiner));
        mesh.time().advance(Duration.ofSeconds(13)); // A dial is given up after ten.
        mesh.network().healAll();
        assertEquals(3, mesh.await(joined).memberCount());
    }

    @Test
    void join_whenTheFounderNeverAnswers_namesItInBoundedTime() {
        SimulatedMesh mesh = SimulatedMesh.joined(45, 1);
        SimulatedNode joiner = mesh.machine("10.0.2.1", NodeMode.SERVICE);
        joiner.start();
        String invite = invite(mesh);
        SimulatedNode founder = mesh.holders().getFirst();
        mesh.network().cut(joiner.host(), founder.host());
        long from = mesh.time().nanoTime();
        Failure failure =
                Failures.of(mesh, joiner.node().mesh().join(invite, SimulatedMesh.labels(joiner)));
        assertTrue(failure.toString().contains(founder.peer().toString()), failure.toString());
        assertTrue(mesh.time().nanoTime() - from <= Duration.ofSeconds(50).toNanos());
    }

    @Test
    void put_inALargeMesh_asksAFewMoreThanItNeeds() {
        SimulatedMesh mesh = SimulatedMesh.joined(46, 14);
        Map<String, Integer> sentBytes = new HashMap<>();
        mesh.time().advance(Duration.ofSeconds(1));
        mesh.network()
                .latency((from, to, bytes) -> {
                    if (from.equals(mesh.client().host())) {
                        sentBytes.merge(to, bytes, Integer::sum);
                    }
                    return Duration.ofMillis(1);
                });
        PutOutcome stored = mesh.await(mesh.put("a", new byte[100_000]).outcome());
        assertEquals(6, stored.durability().completeCount());
        sentBytes.values().removeIf(bytes -> bytes < 150); // Less is a ping.
        assertTrue(sentBytes.size() <= 10, sentBytes.toString());
    }

    @Test
    void put_whenPeersShareMachines_findsTheLivingOneOnEach() {
        SimulatedMesh mesh = SimulatedMesh.joined(47, 1);
        List<SimulatedNode> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            SimulatedNode peer = mesh.machine("10.0.3." + i, NodeMode.SERVICE);
            peer.start();
            Labels labels = new Labels(Optional.of("shared-" + i / 2), Optional.empty());
            mesh.await(peer.node().mesh().join(invite(mesh), labels));
            peers.add(peer);
        }
        mesh.settle();
        for (int i = 0; i < 10; i += 2) {
            peers.get(i).kill();
        }
        mesh.time().advance(Duration.ofSeconds(2));
        PutOutcome stored = mesh.await(mesh.put("a", new byte[100_000]).outcome());
        assertEquals(6, stored.durability().completeCount());
        Distribution found =
                mesh.await(mesh.client().node().objects().distribution(stored.objectKey()));
        Set<String> machines =
                found.placements().stream()
                        .map(Distribution.Placement::machine)
                        .collect(Collectors.toSet());
        assertEquals(6, machines.size(), machines.toString());
    }

    @Test
    void get_asksEachHolderOnceWhereTheObjectIs() {
        SimulatedMesh mesh = SimulatedMesh.joined(48, 3);
        SimulatedNode counting = mesh.machine("10.0.2.1", NodeMode.EMBEDDED);
        mesh.join(counting, InviteRole.HOLD);
        mesh.settle();
        int[] questions = {0};
        GetReply none = GetReply.newBuilder().setNotHeld(NotHeld.newBuilder().setKind(1)).build();
        counting.network()
                .serve(
                        HolderProtocols.GET,
                        stream -> {
                            questions[0]++;
                            stream.send(Message.of(none.toByteArray()));
                        });
        SimulatedNode owner = mesh.holders().getFirst();
        byte[] content = mesh.randomSource().bytes(100_000);
        PutOutcome stored =
                mesh.await(
                        mesh.put(owner, SimulatedMesh.request("a"), SimulatedMesh.source(content))
                                .outcome());
        Located located = mesh.await(owner.node().objects().locate(stored.objectKey()));
        mesh.await(
                owner.node()
                        .objects()
                        .get(
                                located,
                                SimulatedMesh.fileKey(owner, located),
                                bytes -> CompletableFuture.allOf())
                        .outcome());
        assertEquals(1, questions[0]);
    }

    private static String invite(SimulatedMesh mesh) {
        SimulatedNode founder = mesh.holders().getFirst();
        return mesh.await(founder.node().mesh().invite(InviteRole.HOLD, Duration.ofHours(1)))
                .text();
    }
}
