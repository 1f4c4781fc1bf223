package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.ClaimVersion;
import io.shardmesh.node.record.Envelope;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ObjectContent;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.record.Tombstone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Objects for tests of the store: signed records as in life, over shards of random bytes. The same
 * number gives the same object.
 */
public final class TestObject {
    public static final int BLOCK_BYTES = 16 << 10;

    private static final MeshId MESH = new MeshId(Blake3.hash(new byte[] {1}));
    private static final SigningKey OWNER = key(1);
    private static final SigningKey HOLDER = key(2);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final ObjectHeader header;
    private final List<byte[]> shards;
    private final SignedManifest manifest;
    private final SignedEnvelope envelope;
    private final SignedLease lease;

    private TestObject(
            ObjectHeader header,
            List<byte[]> shards,
            StripeLayout layout,
            ObjectContent content,
            byte[] metadata) {
        this.header = header;
        this.shards = shards;
        Digest objectKey = header.objectKey();
        this.manifest =
                new Manifest(objectKey, layout, content, Blake3.hash(metadata), Bytes.of(metadata))
                        .sign(OWNER, MESH);
        this.envelope = envelope(objectKey, 1);
        this.lease =
                Lease.of(objectKey, layout.sealedBytes(), OWNER.verifyingKey(), NOW)
                        .sign(OWNER, MESH);
    }

    private static SigningKey key(long seed) {
        return SigningKey.generate(new Random(seed)::nextBytes);
    }

    /** Some owner's key. */
    static VerifyingKey owner(long seed) {
        return key(seed).verifyingKey();
    }

    private static SignedEnvelope envelope(Digest objectKey, long sequence) {
        Bytes wrapped = Bytes.of(new byte[129]);
        return new Envelope(objectKey, sequence, List.of(wrapped)).sign(OWNER, MESH);
    }

    /** An object of shards that are this long. */
    public static TestObject sharded(long number, Scheme scheme, long sealedBytes) {
        Random random = new Random(number);
        ObjectHeader header =
                ObjectHeader.create(scheme, BLOCK_BYTES, OWNER.verifyingKey(), random::nextBytes);
        StripeLayout layout = new StripeLayout(scheme, BLOCK_BYTES, sealedBytes);
        List<byte[]> shards = new ArrayList<>();
        for (int i = 0; i < scheme.total(); i++) {
            byte[] shard = new byte[Math.toIntExact(layout.shardBytes())];
            random.nextBytes(shard);
            shards.add(shard);
        }
        List<Digest> keys = shards.stream().map(Blake3::hash).toList();
        return new TestObject(
                header, shards, layout, new ObjectContent.Shards(keys), new byte[] {1});
    }

    /** An object that lies in its manifest. */
    public static TestObject inline(long number, Scheme scheme, int sealedBytes) {
        Random random = new Random(number);
        ObjectHeader header =
                ObjectHeader.create(scheme, BLOCK_BYTES, OWNER.verifyingKey(), random::nextBytes);
        byte[] sealed = new byte[sealedBytes];
        random.nextBytes(sealed);
        StripeLayout layout = new StripeLayout(scheme, BLOCK_BYTES, sealedBytes);
        ObjectContent content = new ObjectContent.Inline(Bytes.of(sealed));
        return new TestObject(header, List.of(), layout, content, new byte[] {1});
    }

    /** Another manifest under the same header. */
    public TestObject secondManifest() {
        Manifest first = manifest.manifest();
        return new TestObject(header, shards, first.layout(), first.content(), new byte[] {2});
    }

    public Digest key() {
        return header.objectKey();
    }

    /** The bytes of a shard, live. */
    public byte[] shard(int index) {
        return shards.get(index);
    }

    /** The record of the holder of this index, or of the copy of this rank. */
    public ShardRecord record(int index) {
        Optional<Digest> shardKey =
                shards.isEmpty()
                        ? Optional.empty()
                        : Optional.of(manifest.manifest().shardKeys().get(index));
        Claim claim =
                new Claim(
                        new ShardName(key(), index),
                        shardKey,
                        ClaimState.COMPLETE,
                        new ClaimVersion(1, NOW),
                        PeerId.of(HOLDER.verifyingKey()));
        return new ShardRecord(header, manifest, envelope, lease, claim.sign(HOLDER, MESH));
    }

    /** The same record under an envelope of this sequence. */
    public ShardRecord recordWithEnvelope(int index, long sequence) {
        return record(index).withEnvelope(envelope(key(), sequence));
    }

    /** The same record under a lease of this sequence. */
    public ShardRecord recordWithLease(int index, long sequence) {
        Lease first = lease.lease();
        Lease other =
                new Lease(key(), first.sizeBytes(), first.notAfter(), sequence, first.owner());
        return record(index).withLease(other.sign(OWNER, MESH));
    }

    /** The owner's tombstone, which ends leases with a lower sequence than this. */
    public SignedTombstone tombstone(long sequence) {
        return tombstone(key(), sequence, 1);
    }

    /** One that ends the lease of the records. */
    public SignedTombstone tombstone() {
        return tombstone(lease.lease().sequence() + 1);
    }

    /** A tombstone of some owner. */
    static SignedTombstone tombstone(Digest objectKey, long sequence, long ownerSeed) {
        SigningKey owner = key(ownerSeed);
        return new Tombstone(objectKey, NOW, sequence, owner.verifyingKey()).sign(owner, MESH);
    }
}
