package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.NOW;
import static io.shardmesh.node.record.SampleRecords.OTHER;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static io.shardmesh.node.record.SampleRecords.key;
import static io.shardmesh.node.record.SampleRecords.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ListEditTest {
    private static final MembershipList LIST = SampleMesh.list();
    private static final OptionalLong NO_LIMIT = OptionalLong.empty();

    @Test
    void found_ofANewMesh_isSignedByItsAdmin() {
        SigningKey admin = key(5);
        Member founder = SampleMesh.holder();
        SignedMembershipList list = Founding.found(admin, "family", founder);
        assertTrue(list.verify(MeshId.ofAdmin(admin.verifyingKey())));
        assertEquals(list, Founding.found(admin, "family", founder), "the key stays usable");
        assertEquals(1, list.list().sequence());
        assertEquals(List.of(founder), list.list().members());
        assertEquals(NO_LIMIT, list.list().owner(founder.owner()).orElseThrow().quotaBytes());
    }

    @Test
    void admit_newOwner_isListedWithItsQuota() {
        Member joiner = joiner(key(8), key(9));
        MembershipList edited = edited(ListEdit.admit(LIST, joiner, OptionalLong.of(7), NOW));
        assertEquals(Optional.of(joiner), edited.member(joiner.peer()));
        assertEquals(7, edited.owner(joiner.owner()).orElseThrow().quotaBytes().orElseThrow());
    }

    @Test
    void admit_secondPeerOfAnOwner_keepsTheQuota() {
        Member joiner = joiner(key(8), OTHER);
        MembershipList edited = edited(ListEdit.admit(LIST, joiner, OptionalLong.of(7), NOW));
        assertEquals(LIST.owners(), edited.owners());
    }

    @Test
    void admit_samePeerAgain_replacesItsEntry() {
        Member moved = SampleMesh.member(HOLDER, OWNER, Role.CLIENT, new Labels("cellar", ""));
        MembershipList edited = edited(ListEdit.admit(LIST, moved, NO_LIMIT, NOW));
        assertEquals(2, edited.members().size());
        assertEquals(Optional.of(moved), edited.member(moved.peer()));
    }

    @Test
    void admit_peerOfAnotherOwner_isRefused() {
        Member stolen = joiner(HOLDER, OTHER);
        assertInstanceOf(
                ListEdit.OwnedByAnother.class, ListEdit.admit(LIST, stolen, NO_LIMIT, NOW));
    }

    @Test
    void sequence_clockBehindOrAhead_alwaysRises() {
        Member joiner = joiner(key(8), OTHER);
        MembershipList behind = edited(ListEdit.admit(LIST, joiner, NO_LIMIT, Instant.EPOCH));
        assertEquals(LIST.sequence() + 1, behind.sequence());
        Instant later = NOW.plusSeconds(60);
        MembershipList ahead = edited(ListEdit.admit(LIST, joiner, NO_LIMIT, later));
        assertEquals(later.toEpochMilli(), ahead.sequence());
    }

    @Test
    void revoke_lastPeerOfAnOwner_removesTheOwner() {
        MembershipList edited = edited(ListEdit.revoke(LIST, peer(OTHER), NOW));
        assertEquals(List.of(SampleMesh.holder()), edited.members());
        assertTrue(edited.owner(OTHER.verifyingKey()).isEmpty());
    }

    @Test
    void revoke_oneOfTwoPeers_keepsTheOwner() {
        MembershipList two = edited(ListEdit.admit(LIST, joiner(key(8), OTHER), NO_LIMIT, NOW));
        MembershipList edited = edited(ListEdit.revoke(two, peer(OTHER), NOW));
        assertTrue(edited.owner(OTHER.verifyingKey()).isPresent());
    }

    @Test
    void revoke_stranger_isNotListed() {
        assertInstanceOf(ListEdit.NotListed.class, ListEdit.revoke(LIST, peer(key(9)), NOW));
    }

    /** The widest list that there can be must fit its limit in bytes, or it could not be sent. */
    @Test
    void admit_beyondTheLimit_isFullAndTheFullListFits() {
        SigningKey admin = SampleMesh.keyring(5).adminKey(0);
        List<Member> members = new ArrayList<>();
        List<OwnerEntry> owners = new ArrayList<>();
        Labels longest = new Labels("m".repeat(64), "r".repeat(64));
        for (int index = 0; index < RecordLimits.MEMBER_COUNT; index++) {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) (index >>> 8);
            bytes[1] = (byte) index;
            VerifyingKey key = VerifyingKey.of(bytes);
            PeerId id = PeerId.of(key);
            members.add(new Member(id, key, Set.of(Role.HOLD), longest, Optional.of(NOW)));
            owners.add(new OwnerEntry(key, OptionalLong.of(Long.MAX_VALUE)));
        }
        MembershipList full =
                new MembershipList(admin.verifyingKey(), "n".repeat(64), 1, members, owners);
        byte[] encoded = full.sign(admin).encode();
        assertEquals(full, SignedMembershipList.decode(encoded).list());
        assertInstanceOf(
                ListEdit.Full.class, ListEdit.admit(full, joiner(HOLDER, OWNER), NO_LIMIT, NOW));
    }

    @Test
    void sign_withAnotherKeyThanTheAdmins_isABug() {
        assertThrows(IllegalArgumentException.class, () -> LIST.sign(OTHER));
    }

    private static Member joiner(SigningKey peer, SigningKey owner) {
        return SampleMesh.member(peer, owner, Role.HOLD, SampleMesh.ATTIC);
    }

    private static MembershipList edited(ListEdit edit) {
        return assertInstanceOf(ListEdit.Edited.class, edit).list();
    }
}
