package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.MemberInfo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A new membership list comes from who issued it, and else from whoever has it. */
final class ListSpreadTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(29, 4);
    private final SimulatedNode issuer = mesh.holders().getFirst();
    private final SimulatedNode remote = mesh.holders().getLast();

    private boolean knowsClient(SimulatedNode node) {
        return knows(node, mesh.client());
    }

    private boolean knows(SimulatedNode node, SimulatedNode member) {
        return mesh.await(node.node().mesh().members()).members().stream()
                .map(MemberInfo::peer)
                .anyMatch(member.peer()::equals);
    }

    @Test
    void newList_reachesWhoIsConnectedToTheIssuer_atOnce() {
        mesh.await(issuer.node().mesh().revoke(mesh.client().peer()));
        mesh.time().advance(Duration.ofMillis(500));
        assertFalse(knowsClient(remote));
    }

    @Test
    void newList_reachesWhoTheIssuerDoesNot_byTheOthers() {
        mesh.network().cut(issuer.host(), remote.host());
        mesh.await(issuer.node().mesh().revoke(mesh.client().peer()));
        mesh.time().advance(Duration.ofMillis(20)); // Ten times what a segment takes.
        assertTrue(knowsClient(remote), "the cut is of no effect");
        mesh.time().advance(Duration.ofSeconds(3));
        assertFalse(knowsClient(remote));
    }

    @Test
    void memberBackWithAnOlderList_takesTheNewerOneAndGivesNobodyItsOwn() {
        remote.kill();
        mesh.time().advance(Duration.ofSeconds(5));
        mesh.await(issuer.node().mesh().revoke(mesh.client().peer()));
        remote.start();
        mesh.time().advance(Duration.ofSeconds(10));
        assertFalse(knowsClient(remote));
        mesh.holders().forEach(node -> assertFalse(knowsClient(node), node.host()));
    }

    @Test
    void newList_countsAfterAPowerLoss_whoeverElseIsThere() {
        SimulatedNode revoked = mesh.holders().get(1);
        mesh.await(issuer.node().mesh().revoke(revoked.peer()));
        mesh.time().advance(Duration.ofSeconds(5));
        mesh.client().kill();
        mesh.holders().stream().filter(node -> node != remote).forEach(SimulatedNode::kill);
        remote.crash();
        remote.start();
        assertFalse(knows(remote, revoked));
    }
}
