package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who is not on the list is served by no holder. */
class StrangersTest {
    private static final Multiaddr FIRST = Multiaddr.tcp("10.0.0.1", 4001);

    private final SimulatedMesh mesh = SimulatedMesh.joined(11, 3);

    @Test
    void stranger_whenConnected_mayLookUpButNotSpeakToHolders() {
        SimulatedNode stranger = mesh.machine("10.0.2.1", NodeMode.SERVICE);
        stranger.start();
        PeerId first = mesh.holders().get(0).peer();
        PeerId third = mesh.holders().get(2).peer();
        mesh.await(stranger.network().connect(first, List.of(FIRST)));
        mesh.time().advance(Duration.ofSeconds(2));
        assertFalse(mesh.await(stranger.network().find(third)).isEmpty());
        for (String protocol : List.of(HolderProtocols.PUT, HolderProtocols.GET)) {
            MessageStream stream = mesh.await(stranger.network().open(first, protocol));
            CompletableFuture<?> answer = stream.receive();
            stream.send(Message.of(new byte[0]));
            assertEquals(FailureKind.UNREACHABLE, Failures.of(mesh, answer).kind());
        }
        List<String> lines = mesh.trace().lines();
        for (String protocol : List.of(HolderProtocols.PUT, HolderProtocols.GET)) {
            String refused = "refused " + protocol + " from stranger " + stranger.peer();
            assertTrue(lines.stream().anyMatch(line -> line.contains(refused)), refused);
        }
    }

    @Test
    void join_whenTheInviteHasExpired_isRefused() {
        String invite = invite(Duration.ofMinutes(1));
        mesh.time().advance(Duration.ofMinutes(2));
        assertEquals(FailureKind.REFUSED, Failures.of(mesh, join("10.0.2.1", invite)).kind());
    }

    @Test
    void join_whenTheInviteWasUsed_isRefused() {
        String invite = invite(Duration.ofHours(1));
        mesh.await(join("10.0.2.1", invite));
        assertEquals(FailureKind.REFUSED, Failures.of(mesh, join("10.0.2.2", invite)).kind());
    }

    @Test
    void revoke_inTheMiddleOfAFetch_endsTheStreamsWithinFiveSeconds() {
        byte[] content = mesh.randomSource().bytes(9_000_000);
        PutOutcome stored = mesh.await(mesh.put("a", content).outcome());
        SimulatedNode client = mesh.client();
        Located located = mesh.await(client.node().objects().locate(stored.objectKey()));
        CompletableFuture<Void> stuck = new CompletableFuture<>();
        int[] writes = {0};
        Operation<?> get =
                client.node()
                        .objects()
                        .get(
                                located,
                                SimulatedMesh.fileKey(client, located),
                                bytes -> {
                                    writes[0]++;
                                    return stuck;
                                });
        assertTrue(mesh.time().runUntil(() -> writes[0] > 0, Duration.ofSeconds(30)));
        List<Set<Long>> before =
                mesh.holders().stream().map(holder -> links(holder, client)).toList();
        assertTrue(before.stream().noneMatch(Set::isEmpty));
        mesh.await(mesh.holders().getFirst().node().mesh().revoke(client.peer()));
        mesh.time().advance(Duration.ofSeconds(5));
        for (int i = 0; i < before.size(); i++) { // A stranger may connect anew, and only ping.
            SimulatedNode holder = mesh.holders().get(i);
            assertTrue(Collections.disjoint(before.get(i), links(holder, client)), holder.host());
        }
        stuck.complete(null);
        Failures.of(mesh, get.outcome());
    }

    private Set<Long> links(SimulatedNode holder, SimulatedNode other) {
        return mesh.await(holder.network().links()).stream()
                .map(LinkInfo::link)
                .filter(link -> link.peer().equals(other.peer()))
                .map(Link::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private String invite(Duration validFor) {
        SimulatedNode founder = mesh.holders().getFirst();
        return mesh.await(founder.node().mesh().invite(InviteRole.HOLD, validFor)).text();
    }

    private CompletableFuture<?> join(String host, String invite) {
        SimulatedNode joiner = mesh.machine(host, NodeMode.SERVICE);
        joiner.start();
        return joiner.node().mesh().join(invite, SimulatedMesh.labels(joiner));
    }
}
