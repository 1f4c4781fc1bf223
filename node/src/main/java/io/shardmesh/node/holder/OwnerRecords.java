package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.ClaimVersion;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedClaim;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The records that an owner commits with a shard or a whole small object, decoded. */
record OwnerRecords(SignedManifest manifest, SignedEnvelope envelope, SignedLease lease) {
    /** By how much the clocks of an owner and a holder may differ. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    /** Who claims, and where: what a holder signs with. */
    record Claimant(PeerId self, SigningKey peerKey, MeshId mesh, Instant now) {}

    static OwnerRecords decode(ByteString manifest, ByteString envelope, ByteString lease) {
        return Refusals.decode(() ->
                new OwnerRecords(
                        SignedManifest.decode(manifest.toByteArray()),
                        SignedEnvelope.decode(envelope.toByteArray()),
                        SignedLease.decode(lease.toByteArray())));
    }

    /**
     * Refuses the lease of a new object that ends too soon by the clock here. It was made just now,
     * so one of the two clocks is wrong; the object would be collected before its owner thinks of
     * renewing the lease.
     */
    void requireFullLease(Instant now) {
        Instant least = now.plus(RecordLimits.LEASE_DURATION).minus(CLOCK_TOLERANCE);
        if (lease.lease().notAfter().isBefore(least)) {
            throw Refusals.refused(
                    "its lease ends on %s, less than %d days after the time here, %s: one of the two clocks is wrong"
                            .formatted(
                                    lease.lease().notAfter().truncatedTo(ChronoUnit.SECONDS),
                                    RecordLimits.LEASE_DURATION.toDays(),
                                    now.truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    /**
     * What the holder keeps of them: with its claim, after it has verified them. Costs processor
     * time, and may run on any thread.
     *
     * @param inline whether the header came with a whole object
     */
    ShardRecord claimed(ObjectHeader header, int index, boolean inline, Claimant by) {
        if (!manifest.verify(by.mesh(), header)
                || !envelope.verify(by.mesh(), header)
                || !lease.verify(by.mesh())
                || !lease.lease().owner().equals(header.owner())
                || manifest.manifest().inline() != inline) {
            throw Refusals.refused("a record is not its owner's");
        }
        SignedClaim claim =
                claim(manifest.manifest(), new ShardName(header.objectKey(), index), by);
        return Refusals.decode(() -> new ShardRecord(header, manifest, envelope, lease, claim));
    }

    private static SignedClaim claim(Manifest manifest, ShardName name, Claimant by) {
        Optional<Digest> shardKey =
                manifest.inline()
                        ? Optional.empty()
                        : Optional.of(manifest.shardKeys().get(name.index()));
        Claim claim =
                new Claim(
                        name,
                        shardKey,
                        ClaimState.COMPLETE,
                        new ClaimVersion(by.now().toEpochMilli(), by.now()),
                        by.self());
        return claim.sign(by.peerKey(), by.mesh());
    }
}
