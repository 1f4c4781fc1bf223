package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.ADMIN;
import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.NOW;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.GoldenFile;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.SampleRecords;
import org.junit.jupiter.api.Test;

/** Each format against text or bytes that another program made from its page in docs/formats. */
final class MeshVectorsTest {
    private static final PeerId PEER = SampleRecords.peer(HOLDER);

    @Test
    void membershipList_asPublished_holds() {
        new GoldenFile<>(
                        "membership-list",
                        SampleMesh.list().sign(ADMIN),
                        SignedMembershipList::decode,
                        SignedMembershipList::encode,
                        list -> list.verify(MESH))
                .check();
    }

    @Test
    void ownerCertificate_asPublished_holds() {
        new GoldenFile<>(
                        "owner-certificate",
                        OwnerCertificate.issue(
                                OWNER, MESH, PEER, NOW, RecordLimits.CERTIFICATE_DURATION),
                        OwnerCertificate::decode,
                        OwnerCertificate::encode,
                        certificate -> certificate.verify(MESH, PEER, NOW))
                .check();
    }

    @Test
    void invite_asPublished_isWrittenAndReadSo() {
        for (GoldenFile.Entry entry : GoldenFile.read("invite")) {
            var parsed = Invite.parse(entry.value());
            switch (entry.label()) {
                case "good" -> {
                    assertEquals(entry.value(), SampleMesh.invite().toText());
                    assertSampleInvite(parsed.orElseThrow());
                }
                case "limited" ->
                        assertEquals(
                                1_000_000_000,
                                parsed.orElseThrow().terms().quotaBytes().orElseThrow());
                case "skips" ->
                        assertEquals(
                                SampleMesh.contact().addresses().subList(0, 1),
                                parsed.orElseThrow().addresses());
                default -> assertTrue(parsed.isEmpty(), entry.detail());
            }
        }
    }

    private static void assertSampleInvite(Invite invite) {
        Invite sample = SampleMesh.invite();
        assertEquals(sample.mesh(), invite.mesh());
        assertEquals(sample.terms(), invite.terms());
        assertEquals(sample.contact(), invite.contact());
        assertEquals(sample.addresses(), invite.addresses());
        assertArrayEquals(sample.token().expose(), invite.token().expose());
        assertEquals("invite to mesh " + MESH, invite.toString());
    }
}
