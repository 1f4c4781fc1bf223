package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a holder keeps of small objects: signed records, as a putter sends them. */
final class SmallRecords {
    private static final int SEALED_BYTES = 4096;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int WRAPPED_KEY_BYTES = 129;

    private final RandomSource random;
    private final MeshId mesh;
    private final SigningKey owner;
    private final SigningKey holder;

    SmallRecords(RandomSource random) {
        this.random = random;
        this.mesh = new MeshId(Blake3.hash(random.bytes(1)));
        this.owner = SigningKey.generate(random);
        this.holder = SigningKey.generate(random);
    }

    /** The record of another object of 4 KiB. */
    ShardRecord next() {
        Scheme scheme = new Scheme(4, 2);
        ObjectHeader header =
                ObjectHeader.create(scheme, BLOCK_BYTES, owner.verifyingKey(), random);
        Bytes metadata = Bytes.of(random.bytes(1));
        Manifest manifest =
                new Manifest(
                        header.objectKey(),
                        new StripeLayout(scheme, BLOCK_BYTES, SEALED_BYTES),
                        new ObjectContent.Inline(Bytes.of(random.bytes(SEALED_BYTES))),
                        Blake3.hash(metadata.toArray()),
                        metadata);
        Envelope envelope =
                new Envelope(
                        header.objectKey(), 1, List.of(Bytes.of(random.bytes(WRAPPED_KEY_BYTES))));
        Lease lease =
                Lease.of(header.objectKey(), SEALED_BYTES, owner.verifyingKey(), Instant.EPOCH);
        Claim claim =
                new Claim(
                        new ShardName(header.objectKey(), 0),
                        Optional.empty(),
                        ClaimState.COMPLETE,
                        new ClaimVersion(1, Instant.EPOCH),
                        PeerId.of(holder.verifyingKey()));
        return new ShardRecord(
                header,
                manifest.sign(owner, mesh),
                envelope.sign(owner, mesh),
                lease.sign(owner, mesh),
                claim.sign(holder, mesh));
    }
}
