package io.shardmesh.node.record;

import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Each format against bytes that another program made from its page in docs/formats. */
final class RecordVectorsTest {
    private static final ObjectHeader HEADER = SampleRecords.header();

    @Test
    void header_asPublished_holds() {
        new GoldenFile<>(
                        "object-header",
                        HEADER,
                        ObjectHeader::decode,
                        ObjectHeader::encode,
                        header -> true)
                .check();
        assertEquals(
                GoldenFile.read("object-header").get(1).value(), HEADER.objectKey().toString());
    }

    @Test
    void manifest_asPublished_holds() {
        new GoldenFile<>(
                        "manifest",
                        SampleRecords.manifest().sign(OWNER, MESH),
                        SignedManifest::decode,
                        SignedManifest::encode,
                        manifest -> manifest.verify(MESH, HEADER))
                .check();
    }

    @Test
    void inlineManifest_asPublished_holds() {
        new GoldenFile<>(
                        "manifest-inline",
                        SampleRecords.inlineManifest().sign(OWNER, MESH),
                        SignedManifest::decode,
                        SignedManifest::encode,
                        manifest -> manifest.verify(MESH, HEADER))
                .check();
    }

    @Test
    void metadata_asPublished_holds() {
        new GoldenFile<>(
                        "metadata",
                        SampleRecords.metadata(),
                        Metadata::decode,
                        Metadata::encode,
                        metadata -> true)
                .check();
    }

    @Test
    void envelope_asPublished_holds() {
        new GoldenFile<>(
                        "envelope",
                        SampleRecords.envelope().sign(OWNER, MESH),
                        SignedEnvelope::decode,
                        SignedEnvelope::encode,
                        envelope -> envelope.verify(MESH, HEADER))
                .check();
    }

    @Test
    void claim_asPublished_holds() {
        new GoldenFile<>(
                        "claim",
                        SampleRecords.claim().sign(HOLDER, MESH),
                        SignedClaim::decode,
                        SignedClaim::encode,
                        claim -> claim.verify(MESH))
                .check();
    }

    @Test
    void lease_asPublished_holds() {
        new GoldenFile<>(
                        "lease",
                        SampleRecords.lease().sign(OWNER, MESH),
                        SignedLease::decode,
                        SignedLease::encode,
                        lease -> lease.verify(MESH))
                .check();
    }

    @Test
    void tombstone_asPublished_holds() {
        new GoldenFile<>(
                        "tombstone",
                        SampleRecords.tombstone().sign(OWNER, MESH),
                        SignedTombstone::decode,
                        SignedTombstone::encode,
                        tombstone -> tombstone.verify(MESH))
                .check();
    }

    @Test
    void shardRecord_asPublished_holds() {
        new GoldenFile<>(
                        "shard-record",
                        SampleRecords.shardRecord(),
                        ShardRecord::decode,
                        ShardRecord::encode,
                        record -> record.verify(MESH, SampleRecords.peer(HOLDER)))
                .check();
    }
}
