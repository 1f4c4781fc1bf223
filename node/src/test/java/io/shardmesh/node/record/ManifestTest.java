package io.shardmesh.node.record;

import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManifestTest {
    private static final Scheme SCHEME = new Scheme(4, 2);

    @Test
    void of_shardsOfAnInlineSize_isRefused() {
        List<Digest> keys = SampleRecords.manifest().shardKeys();
        assertThrows(
                IllegalArgumentException.class,
                () -> manifest(8_208, new ObjectContent.Shards(keys)));
        assertEquals(8_209, manifest(8_209, new ObjectContent.Shards(keys)).sealedBytes());
    }

    @Test
    void of_inlineContentAtItsLimit_holds() {
        ObjectContent content = new ObjectContent.Inline(Bytes.of(new byte[8_208]));
        assertTrue(manifest(8_208, content).inline());
        ObjectContent over = new ObjectContent.Inline(Bytes.of(new byte[8_209]));
        assertThrows(IllegalArgumentException.class, () -> manifest(8_209, over));
    }

    @Test
    void of_oneShardKeyTooFew_isRefused() {
        List<Digest> keys = SampleRecords.manifest().shardKeys().subList(0, 5);
        assertThrows(
                IllegalArgumentException.class,
                () -> manifest(6_000_000, new ObjectContent.Shards(keys)));
    }

    @Test
    void inconsistency_headerOfAnotherObject_namesTheKey() {
        SignedManifest signed = SampleRecords.manifest().sign(OWNER, MESH);
        ObjectHeader other =
                ObjectHeader.create(
                        SCHEME, SampleRecords.BLOCK_BYTES, OWNER.verifyingKey(), out -> {});
        assertTrue(signed.consistentWith(SampleRecords.header()));
        assertEquals(Optional.of("objectKey"), signed.inconsistency(other));
        assertFalse(signed.verify(MESH, other));
    }

    /** Of longer names, at most that they are longer shows. */
    @Test
    void metadata_namesOfCommonLengths_areEquallyLong() {
        for (int length = 0; length <= 255; length++) {
            Metadata metadata =
                    new Metadata(
                            "n".repeat(length),
                            1,
                            "text/plain",
                            0,
                            SampleRecords.NOW,
                            SampleRecords.NOW);
            assertEquals(512, metadata.encode().length);
        }
    }

    private static Manifest manifest(long sealedBytes, ObjectContent content) {
        return new Manifest(
                SampleRecords.header().objectKey(),
                new StripeLayout(SCHEME, SampleRecords.BLOCK_BYTES, sealedBytes),
                content,
                Digest.of(new byte[32]),
                Bytes.of(new byte[540]));
    }
}
