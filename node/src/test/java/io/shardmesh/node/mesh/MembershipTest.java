package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.ADMIN;
import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.NOW;
import static io.shardmesh.node.record.SampleRecords.OTHER;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static io.shardmesh.node.record.SampleRecords.key;
import static io.shardmesh.node.record.SampleRecords.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.record.MeshId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    private static final Membership CURRENT = SampleMesh.membership();
    private static final long SEQUENCE = CURRENT.list().sequence();

    @Test
    void of_listOfAnotherMesh_isEmpty() {
        SignedMembershipList list = SampleMesh.list().sign(ADMIN);
        MeshId another = MeshId.ofAdmin(key(5).verifyingKey());
        assertTrue(Membership.of(another, list).isEmpty());
    }

    @Test
    void accept_newerAndOlder_ordersBySequence() {
        SignedMembershipList newer = SampleMesh.list(SEQUENCE + 1, "family").sign(ADMIN);
        var replaced = assertInstanceOf(AcceptOutcome.Replaced.class, CURRENT.accept(newer));
        assertFalse(replaced.clash());
        assertEquals(newer, replaced.membership().signedList());
        assertInstanceOf(
                AcceptOutcome.Older.class, replaced.membership().accept(CURRENT.signedList()));
        assertInstanceOf(AcceptOutcome.Known.class, CURRENT.accept(CURRENT.signedList()));
    }

    @Test
    void accept_clash_endsAtTheSameListFromBothSides() {
        SignedMembershipList mine = SampleMesh.list(SEQUENCE, "mine").sign(ADMIN);
        SignedMembershipList theirs = SampleMesh.list(SEQUENCE, "theirs").sign(ADMIN);
        boolean mineWins = mine.digest().compareTo(theirs.digest()) < 0;
        AcceptOutcome here = Membership.of(MESH, mine).orElseThrow().accept(theirs);
        AcceptOutcome there = Membership.of(MESH, theirs).orElseThrow().accept(mine);
        AcceptOutcome kept = mineWins ? here : there;
        AcceptOutcome replaced = mineWins ? there : here;
        assertInstanceOf(AcceptOutcome.ClashKept.class, kept);
        assertTrue(assertInstanceOf(AcceptOutcome.Replaced.class, replaced).clash());
    }

    @Test
    void accept_higherSequenceBadlySigned_isRefused() {
        byte[] forged = SampleMesh.list(SEQUENCE + 9, "family").sign(ADMIN).encode();
        forged[forged.length - 1] ^= 1;
        assertInstanceOf(
                AcceptOutcome.Refused.class, CURRENT.accept(SignedMembershipList.decode(forged)));
    }

    @Test
    void roles_decideWhoHolds() {
        assertTrue(CURRENT.mayHold(peer(HOLDER), NOW));
        assertFalse(CURRENT.mayHold(peer(OTHER), NOW));
        assertFalse(CURRENT.isMember(peer(key(9)), NOW));
        assertEquals(List.of(SampleMesh.holder()), CURRENT.holders(NOW));
    }

    @Test
    void end_ofMembership_isTheFirstMomentOutside() {
        Instant end = SampleMesh.client().end().orElseThrow();
        assertTrue(CURRENT.isMember(peer(OTHER), end.minusMillis(1)));
        assertFalse(CURRENT.isMember(peer(OTHER), end));
    }

    @Test
    void mayPut_ownerOnTheListOnly() {
        assertTrue(CURRENT.mayPut(OTHER.verifyingKey()));
        assertFalse(CURRENT.mayPut(HOLDER.verifyingKey()));
    }

    @Test
    void machineCount_twoHomesOnOneMachine_areOne() {
        Member second = SampleMesh.member(key(9), OWNER, Role.HOLD, SampleMesh.ATTIC);
        ListEdit edit = ListEdit.admit(CURRENT.list(), second, OptionalLong.empty(), NOW);
        MembershipList list = assertInstanceOf(ListEdit.Edited.class, edit).list();
        Membership both = Membership.of(MESH, list.sign(ADMIN)).orElseThrow();
        assertEquals(2, both.holders(NOW).size());
        assertEquals(1, both.machineCount(NOW));
    }

    @Test
    void admits_certificateOfAListedOwnerForThatPeerOnly() {
        assertTrue(CURRENT.admits(certificate(OWNER), peer(key(8)), NOW));
        assertFalse(CURRENT.admits(certificate(key(9)), peer(key(8)), NOW));
        assertFalse(CURRENT.admits(certificate(OWNER), peer(key(7)), NOW));
    }

    @Test
    void ownersWithoutPeers_areFound() {
        OwnerEntry lonely = new OwnerEntry(key(9).verifyingKey(), OptionalLong.empty());
        MembershipList list =
                new MembershipList(
                        ADMIN.verifyingKey(), "", 1, List.of(SampleMesh.holder()), List.of(lonely));
        Membership membership = Membership.of(MESH, list.sign(ADMIN)).orElseThrow();
        assertEquals(List.of(lonely), membership.ownersWithoutPeers());
    }

    private static OwnerCertificate certificate(SigningKey owner) {
        return OwnerCertificate.issue(owner, MESH, peer(key(8)), NOW, Duration.ofDays(1));
    }
}
