package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The records of the golden files: fixed keys, fixed times. For tests of other packages too. */
public final class SampleRecords {
    public static final SigningKey OWNER = key(1);
    public static final SigningKey HOLDER = key(2);
    public static final SigningKey ADMIN = key(3);
    public static final SigningKey OTHER = key(4);
    public static final MeshId MESH = MeshId.ofAdmin(ADMIN.verifyingKey());
    public static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);
    public static final int BLOCK_BYTES = 1 << 20;
    public static final long SEALED_BYTES = 6_000_000;

    private SampleRecords() {}

    /** A signing key whose seed is one byte, 32 times. */
    public static SigningKey key(int seedByte) {
        return SigningKey.ofSeed(SecretBytes.takeOver(filled(seedByte, 32)));
    }

    public static PeerId peer(SigningKey key) {
        return PeerId.of(key.verifyingKey());
    }

    public static ObjectHeader header() {
        return ObjectHeader.create(
                new Scheme(4, 2),
                BLOCK_BYTES,
                OWNER.verifyingKey(),
                out -> {
                    for (int index = 0; index < out.length; index++) {
                        out[index] = (byte) index;
                    }
                });
    }

    public static Manifest manifest() {
        return manifest(SEALED_BYTES, new ObjectContent.Shards(shardKeys()));
    }

    public static Manifest inlineManifest() {
        Bytes sealed = Bytes.of(filled(9, 1_040));
        return manifest(1_040, new ObjectContent.Inline(sealed));
    }

    public static Metadata metadata() {
        return new Metadata(
                "holiday/café.jpg",
                5_999_999,
                "image/jpeg",
                0644,
                Instant.ofEpochSecond(-86_400, 123_456_789),
                Instant.ofEpochSecond(1_750_000_000));
    }

    public static Envelope envelope() {
        List<Bytes> wrapped = List.of(Bytes.of(filled(0x20, 129)), Bytes.of(filled(0x21, 129)));
        return new Envelope(header().objectKey(), NOW.toEpochMilli(), wrapped);
    }

    public static Claim claim() {
        return claim(2, ClaimState.COMPLETE, Optional.of(shardKeys().get(2)));
    }

    public static Claim claim(int index, ClaimState state, Optional<Digest> shardKey) {
        ClaimVersion version = new ClaimVersion(NOW.toEpochMilli(), NOW.plusMillis(5));
        ShardName shard = new ShardName(header().objectKey(), index);
        return new Claim(shard, shardKey, state, version, peer(HOLDER));
    }

    public static Lease lease() {
        return Lease.of(header().objectKey(), SEALED_BYTES, OWNER.verifyingKey(), NOW);
    }

    public static Tombstone tombstone() {
        return Tombstone.of(lease(), NOW.plus(Duration.ofDays(1)));
    }

    public static ShardRecord shardRecord() {
        return new ShardRecord(
                header(),
                manifest().sign(OWNER, MESH),
                envelope().sign(OWNER, MESH),
                lease().sign(OWNER, MESH),
                claim().sign(HOLDER, MESH));
    }

    public static ShardRecord inlineRecord() {
        return new ShardRecord(
                header(),
                inlineManifest().sign(OWNER, MESH),
                envelope().sign(OWNER, MESH),
                Lease.of(header().objectKey(), 1_040, OWNER.verifyingKey(), NOW).sign(OWNER, MESH),
                claim(1, ClaimState.COMPLETE, Optional.empty()).sign(HOLDER, MESH));
    }

    public static byte[] filled(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static Manifest manifest(long sealedBytes, ObjectContent content) {
        return new Manifest(
                header().objectKey(),
                new StripeLayout(header().scheme(), BLOCK_BYTES, sealedBytes),
                content,
                Digest.of(filled(7, 32)),
                Bytes.of(filled(8, 540)));
    }

    private static List<Digest> shardKeys() {
        List<Digest> keys = new ArrayList<>();
        for (int index = 0; index < 6; index++) {
            keys.add(Digest.of(filled(0x10 + index, 32)));
        }
        return keys;
    }
}
