package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.ADMIN;
import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.OTHER;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.MeshId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RedeemTest {
    private static final ConnectionBinding BINDING = SampleMesh.binding(OTHER, HOLDER, 3);
    private static final MeshId ELSEWHERE = MeshId.ofAdmin(OTHER.verifyingKey());

    private final RedeemRequest request =
            RedeemRequest.create(SampleMesh.invite(), SampleMesh.ATTIC, BINDING, OWNER);

    @Test
    void request_overItsConnection_isProved() {
        RedeemRequest received = RedeemRequest.decode(request.encode());
        assertTrue(received.verify(MESH, BINDING));
        assertEquals(OWNER.verifyingKey(), received.owner());
        assertEquals(SampleMesh.ATTIC, received.labels());
        assertArrayEquals(SampleMesh.invite().token().expose(), received.token());
    }

    /** Somebody who received a request must not be able to use it on a connection of its own. */
    @Test
    void request_overAnotherConnection_isNotProved() {
        assertFalse(request.verify(MESH, SampleMesh.binding(OTHER, HOLDER, 4)));
        assertFalse(request.verify(MESH, SampleMesh.binding(HOLDER, OTHER, 3)));
        assertFalse(request.verify(MESH, SampleMesh.binding(OTHER, ADMIN, 3)));
        assertFalse(request.verify(ELSEWHERE, BINDING));
    }

    @Test
    void request_anyByteChangedOrMissing_isMalformedOrNotProved() {
        byte[] bytes = request.encode();
        for (int index = 0; index < bytes.length; index++) {
            byte[] changed = bytes.clone();
            changed[index] ^= 1;
            try {
                assertFalse(RedeemRequest.decode(changed).verify(MESH, BINDING));
            } catch (MalformedRecordException e) {
                assertFalse(e.field().isEmpty());
            }
            byte[] cut = Arrays.copyOf(bytes, index);
            assertThrows(MalformedRecordException.class, () -> RedeemRequest.decode(cut));
        }
    }

    @Test
    void answer_ofEachKind_comesBack() {
        RedeemAnswer welcome = new RedeemAnswer.Welcome(SampleMesh.list().sign(ADMIN));
        assertEquals(welcome, RedeemAnswer.decode(welcome.encode()));
        for (RedeemAnswer.Reason reason : RedeemAnswer.Reason.values()) {
            RedeemAnswer refused = new RedeemAnswer.Refused(reason);
            assertEquals(refused, RedeemAnswer.decode(refused.encode()));
        }
    }

    @Test
    void answer_withALaterReason_isStillARefusal() {
        byte[] bytes = new RedeemAnswer.Refused(RedeemAnswer.Reason.FULL).encode();
        bytes[4] = 99;
        assertEquals(
                new RedeemAnswer.Refused(RedeemAnswer.Reason.OTHER), RedeemAnswer.decode(bytes));
    }

    @Test
    void proof_forOnePurposeAndSubject_isGoodForNoOther() {
        byte[] subject = {1, 2, 3};
        var reserve = new ConnectionProof.Purpose(Context.RESERVE, MESH);
        var challenge = new ConnectionProof.Purpose(Context.CHALLENGE, MESH);
        ConnectionProof proof = ConnectionProof.prove(OWNER, reserve, BINDING, subject);
        assertTrue(proof.verify(reserve, BINDING, subject));
        assertFalse(proof.verify(challenge, BINDING, subject));
        assertFalse(proof.verify(reserve, BINDING, new byte[] {1, 2}));
    }

    @Test
    void machineLabel_isOneForAMachineAndMesh() {
        String id = "0123456789abcdef0123456789abcdef";
        String label = MachineLabel.derive(id + "\n", MESH);
        assertEquals(label, MachineLabel.derive(id, MESH));
        assertNotEquals(label, MachineLabel.derive(id, ELSEWHERE));
        assertEquals(label, new Labels(label, "").machine());
    }
}
