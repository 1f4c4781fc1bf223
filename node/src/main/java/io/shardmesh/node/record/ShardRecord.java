package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Arrays;

/**
 * What lies beside a shard, or stands for an inline object: all that is needed to answer for it and
 * to rebuild every index from it. Ends with its own BLAKE3 hash, so that a damaged file is noticed
 * without any key. See {@code docs/formats/shard-record.md}.
 *
 * @param header the object's header
 * @param manifest what the shard must be
 * @param envelope the newest envelope that the holder has
 * @param lease the owner's lease
 * @param claim the holder's last word on this shard; it holds the index
 */
public record ShardRecord(
        ObjectHeader header,
        SignedManifest manifest,
        SignedEnvelope envelope,
        SignedLease lease,
        SignedClaim claim) {
    private static final RecordKind KIND = RecordKind.SHARD;
    private static final int CHECK_BYTES = Digest.SIZE_BYTES;

    /**
     * Checks that all parts are about one object, and the index is one of its scheme.
     *
     * @throws IllegalArgumentException naming the part that is not
     */
    public ShardRecord {
        Digest objectKey = header.objectKey();
        require(manifest.consistentWith(header), "manifest");
        require(envelope.envelope().objectKey().equals(objectKey), "envelope");
        require(lease.lease().objectKey().equals(objectKey), "lease");
        require(lease.lease().sizeBytes() == manifest.manifest().sealedBytes(), "lease");
        require(claimFits(manifest.manifest(), claim.claim()), "claim");
    }

    /** The object that the shard is of. */
    public Digest objectKey() {
        return header.objectKey();
    }

    /** Which shard, or copy, it is about. */
    public ShardName name() {
        return new ShardName(objectKey(), index());
    }

    /** The shard's index; for an inline object the rank of the copy. */
    public int index() {
        return claim.claim().index();
    }

    /** True when the manifest holds the object whole and there is no shard file. */
    public boolean inline() {
        return manifest.manifest().inline();
    }

    /** The same shard under a newer envelope. */
    public ShardRecord withEnvelope(SignedEnvelope newer) {
        return new ShardRecord(header, manifest, newer, lease, claim);
    }

    /** The same shard under a newer lease. */
    public ShardRecord withLease(SignedLease newer) {
        return new ShardRecord(header, manifest, envelope, newer, claim);
    }

    /** The same shard under a newer claim. */
    public ShardRecord withClaim(SignedClaim newer) {
        return new ShardRecord(header, manifest, envelope, lease, newer);
    }

    /**
     * True when every signature in it is good in this mesh and the claim is this holder's. Never
     * throws.
     */
    public boolean verify(MeshId mesh, PeerId holder) {
        return manifest.verify(mesh, header)
                && envelope.verify(mesh, header)
                && lease.verify(mesh)
                && claim.claim().holder().equals(holder)
                && claim.verify(mesh);
    }

    /** The bytes to store. */
    public byte[] encode() {
        RecordWriter out =
                RecordWriter.of(KIND)
                        .raw(header.encode())
                        .bytes32(manifest.encode())
                        .bytes32(envelope.encode())
                        .bytes32(lease.encode())
                        .bytes32(claim.encode())
                        .noExtensions();
        byte[] body = out.finish();
        return out.digest(Blake3.hash(body)).finish();
    }

    /**
     * Reads a stored record and compares its hash; says nothing about signatures.
     *
     * @throws MalformedRecordException when the bytes are damaged, or the parts do not fit
     */
    public static ShardRecord decode(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        checkHash(in, bytes);
        ObjectHeader header = ObjectHeader.decode(in.raw("header", ObjectHeader.SIZE_BYTES));
        SignedManifest manifest =
                SignedManifest.decode(in.bytes32("manifest", 1, RecordLimits.MANIFEST_BYTES));
        SignedEnvelope envelope =
                SignedEnvelope.decode(in.bytes32("envelope", 1, RecordLimits.ENVELOPE_BYTES));
        SignedLease lease =
                SignedLease.decode(in.bytes32("lease", 1, RecordLimits.SMALL_RECORD_BYTES));
        SignedClaim claim =
                SignedClaim.decode(in.bytes32("claim", 1, RecordLimits.SMALL_RECORD_BYTES));
        in.extensions();
        in.digest("hash");
        in.end();
        try {
            return new ShardRecord(header, manifest, envelope, lease, claim);
        } catch (IllegalArgumentException e) {
            throw in.malformed(String.valueOf(e.getMessage()), "of another object");
        }
    }

    /** Inline copies have ranks 0 to m and no shard key; shards have their manifest's, if any. */
    private static boolean claimFits(Manifest manifest, Claim claim) {
        if (!claim.objectKey().equals(manifest.objectKey())) {
            return false;
        }
        if (manifest.inline()) {
            return claim.index() <= manifest.scheme().parity() && claim.shardKey().isEmpty();
        }
        return claim.index() < manifest.scheme().total()
                && (claim.shardKey().isPresent() || claim.state() != ClaimState.COMPLETE)
                && claim.shardKey()
                        .map(manifest.shardKeys().get(claim.index())::equals)
                        .orElse(true);
    }

    private static void checkHash(RecordReader in, byte[] bytes) {
        int bodyBytes = bytes.length - CHECK_BYTES;
        if (bodyBytes < 0) {
            throw in.malformed("hash", "the record ends too early");
        }
        Digest stated = Digest.of(Arrays.copyOfRange(bytes, bodyBytes, bytes.length));
        if (!stated.equals(Blake3.hash(Arrays.copyOf(bytes, bodyBytes)))) {
            throw in.malformed("hash", "the record is damaged");
        }
    }

    private static void require(boolean fits, String part) {
        if (!fits) {
            throw new IllegalArgumentException(part);
        }
    }
}
