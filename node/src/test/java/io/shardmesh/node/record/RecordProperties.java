package io.shardmesh.node.record;

import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class RecordProperties {
    private static final List<Function<byte[], ?>> DECODERS =
            List.of(
                    ObjectHeader::decode,
                    SignedManifest::decode,
                    Metadata::decode,
                    SignedEnvelope::decode,
                    SignedClaim::decode,
                    SignedLease::decode,
                    ShardRecord::decode);

    private static final List<byte[]> GOOD =
            List.of(
                    SampleRecords.header().encode(),
                    SampleRecords.manifest().sign(OWNER, MESH).encode(),
                    SampleRecords.metadata().encode(),
                    SampleRecords.envelope().sign(OWNER, MESH).encode(),
                    SampleRecords.claim().sign(HOLDER, MESH).encode(),
                    SampleRecords.lease().sign(OWNER, MESH).encode(),
                    SampleRecords.shardRecord().encode());

    @Property(tries = 300)
    void decode_randomBytes_isRefusedAndNothingElse(@ForAll @Size(max = 2_000) byte[] bytes) {
        DECODERS.forEach(decoder -> assertRefusedOrRead(decoder, bytes));
    }

    /** Random bytes seldom get past the magic ones; spoiled records get everywhere. */
    @Property(tries = 300)
    void decode_spoiledRecords_areRefusedOrRead(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int changes) {
        for (int kind = 0; kind < GOOD.size(); kind++) {
            Random random = new Random(seed + kind);
            byte[] spoiled = GOOD.get(kind).clone();
            for (int change = 0; change < changes; change++) {
                spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
            }
            assertRefusedOrRead(DECODERS.get(kind), spoiled);
        }
    }

    @Property(tries = 100)
    void header_anyScheme_comesBack(
            @ForAll("schemes") Scheme scheme,
            @ForAll @IntRange(min = 14, max = 20) int log2,
            @ForAll long seed) {
        Random random = new Random(seed);
        ObjectHeader header =
                ObjectHeader.create(scheme, 1 << log2, OWNER.verifyingKey(), random::nextBytes);
        ObjectHeader back = ObjectHeader.decode(header.encode());
        assertEquals(header, back);
        assertEquals(scheme, back.scheme());
        assertEquals(1 << log2, back.blockBytes());
    }

    @Property(tries = 100)
    void manifest_anyScheme_comesBackWithinItsLimit(
            @ForAll("schemes") Scheme scheme,
            @ForAll @LongRange(min = 1L << 17, max = 1L << 40) long segments64k,
            @ForAll @IntRange(min = 1, max = 4_160) int metadataBytes) {
        List<Digest> keys =
                IntStream.range(0, scheme.total())
                        .mapToObj(index -> Digest.of(SampleRecords.filled(index, 32)))
                        .toList();
        long sealedBytes = (segments64k >>> 16 << 16) + 1_040;
        Manifest manifest =
                new Manifest(
                        SampleRecords.header().objectKey(),
                        new StripeLayout(scheme, 1 << 14, sealedBytes),
                        new ObjectContent.Shards(keys),
                        Digest.of(new byte[32]),
                        Bytes.of(new byte[metadataBytes]));
        byte[] bytes = manifest.sign(OWNER, MESH).encode();
        assertEquals(manifest, SignedManifest.decode(bytes).manifest());
    }

    @Property(tries = 200)
    void metadata_anyNameAndTime_comesBack(
            @ForAll("names") String name,
            @ForAll @LongRange(min = 0) long sizeBytes,
            @ForAll Instant modified) {
        Metadata metadata =
                new Metadata(name, sizeBytes, "text/plain", 07777, modified, Instant.MIN);
        assertEquals(metadata, Metadata.decode(metadata.encode()));
    }

    @Property(tries = 50)
    void envelope_anyReaders_comesBack(
            @ForAll @IntRange(min = 1, max = 64) int readers,
            @ForAll @LongRange(min = 0) long sequence) {
        List<Bytes> wrapped =
                IntStream.range(0, readers)
                        .mapToObj(reader -> Bytes.of(SampleRecords.filled(reader, 129)))
                        .toList();
        Envelope envelope = new Envelope(SampleRecords.header().objectKey(), sequence, wrapped);
        SignedEnvelope signed = envelope.sign(OWNER, MESH);
        assertEquals(envelope, SignedEnvelope.decode(signed.encode()).envelope());
    }

    @Property(tries = 50)
    void claim_anyState_comesBack(
            @ForAll @IntRange(min = 0, max = 254) int index,
            @ForAll ClaimState state,
            @ForAll boolean withKey) {
        Optional<Digest> key =
                withKey
                        ? Optional.of(Digest.of(SampleRecords.filled(index, 32)))
                        : Optional.empty();
        Claim claim = SampleRecords.claim(index, state, key);
        assertEquals(claim, SignedClaim.decode(claim.sign(HOLDER, MESH).encode()).claim());
    }

    @Provide
    Arbitrary<Scheme> schemes() {
        return Arbitraries.integers()
                .between(1, 255)
                .flatMap(data ->
                        Arbitraries.integers()
                                .between(0, 255 - data)
                                .map(parity -> new Scheme(data, parity)));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('\u0001', '\ud7ff').ofMaxLength(341);
    }

    private static void assertRefusedOrRead(Function<byte[], ?> decoder, byte[] bytes) {
        try {
            assertNotNull(decoder.apply(bytes));
        } catch (MalformedRecordException e) {
            assertFalse(e.field().isEmpty());
        }
    }
}
