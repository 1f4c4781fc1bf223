package io.shardmesh.node.record;

import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ShardRecordTest {
    @Test
    void inlineRecord_isRebuiltFromItsBytes() {
        ShardRecord record = SampleRecords.inlineRecord();
        ShardRecord back = ShardRecord.decode(record.encode());
        assertEquals(record, back);
        assertTrue(back.inline());
        assertEquals(1, back.index());
        assertTrue(back.verify(MESH, SampleRecords.peer(HOLDER)));
    }

    @Test
    void verify_claimOfAnotherHolder_isFalse() {
        ShardRecord record = SampleRecords.shardRecord();
        assertFalse(record.verify(MESH, SampleRecords.peer(SampleRecords.OTHER)));
    }

    @Test
    void of_inlineCopyBeyondParity_isRefused() {
        ShardRecord record = SampleRecords.inlineRecord();
        SignedClaim fourth =
                SampleRecords.claim(3, ClaimState.COMPLETE, Optional.empty()).sign(HOLDER, MESH);
        assertThrows(IllegalArgumentException.class, () -> record.withClaim(fourth));
    }

    @Test
    void of_receivingShardWithoutKey_isKept() {
        SignedClaim receiving =
                SampleRecords.claim(5, ClaimState.RECEIVING, Optional.empty()).sign(HOLDER, MESH);
        assertEquals(5, SampleRecords.shardRecord().withClaim(receiving).index());
    }
}
