package io.shardmesh.libp2p.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.VectorFile;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignedPeerRecordVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    private static final SigningKey OTHER = key(new byte[SigningKey.SEED_BYTES]);

    private final List<String> vector = VectorFile.lines("peer-records.txt", "good").getFirst();
    private final SigningKey identity = key(HEX.parseHex(vector.get(0)));
    private final long sequence = Long.parseLong(vector.get(1));
    private final List<Multiaddr> addresses = List.of(Multiaddr.parse(vector.get(2)));

    @Test
    void sign_asJsDid_givesItsBytes() {
        SignedPeerRecord record = SignedPeerRecord.sign(identity, sequence, addresses);
        assertEquals(vector.get(4), HEX.formatHex(record.envelope()));
    }

    @Test
    void decode_whatJsSigned_holds() {
        byte[] envelope = HEX.parseHex(vector.get(4));
        SignedPeerRecord record = SignedPeerRecord.decode(envelope);
        assertEquals(PeerId.of(identity.verifyingKey()), record.peer());
        assertEquals(sequence, record.sequence());
        assertEquals(addresses, record.addresses());
        assertEquals(vector.get(4), HEX.formatHex(record.envelope()));
    }

    @Test
    void decode_anyBitFlipped_neverGivesAnotherStatement() {
        byte[] envelope = HEX.parseHex(vector.get(4));
        SignedPeerRecord good = SignedPeerRecord.decode(envelope);
        for (int bit = 0; bit < envelope.length * Byte.SIZE; bit++) {
            byte[] flipped = envelope.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            try {
                // Whatever reads at all must at least be what was signed.
                assertEquals(good.addresses(), SignedPeerRecord.decode(flipped).addresses());
            } catch (MalformedException refused) {
                assertFalse(String.valueOf(refused.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void decode_signedByAnotherPeer_isRefused() {
        ByteString record = ByteString.copyFrom(HEX.parseHex(vector.get(3)));
        assertThrows(
                MalformedException.class,
                () -> SignedPeerRecord.decode(envelope(record, "libp2p-peer-record", 3, 1)));
    }

    @Test
    void decode_otherDomainOrType_isRefused() {
        SignedPeerRecord its = SignedPeerRecord.sign(OTHER, 1, List.of());
        ByteString own = SignedEnvelope.open(its.envelope(), SignedPeerRecord.KIND).payload();
        assertThrows(
                MalformedException.class,
                () -> SignedPeerRecord.decode(envelope(own, "libp2p-relay-rsvp", 3, 1)));
        assertThrows(
                MalformedException.class,
                () -> SignedPeerRecord.decode(envelope(own, "libp2p-peer-record", 3, 2)));
    }

    @Test
    void decode_tooLongOrGarbage_isRefused() {
        assertThrows(MalformedException.class, () -> SignedPeerRecord.decode(new byte[0]));
        assertThrows(
                MalformedException.class, () -> SignedPeerRecord.decode(new byte[] {0x0a, 99}));
        byte[] tooLong = new byte[SignedPeerRecord.MAX_BYTES + 1];
        assertThrows(MalformedException.class, () -> SignedPeerRecord.decode(tooLong));
    }

    @Test
    void isOlderThan_hugeSequence_countsUnsigned() {
        SignedPeerRecord small = SignedPeerRecord.sign(identity, 1, addresses);
        SignedPeerRecord huge = SignedPeerRecord.sign(identity, -1, addresses);
        assertTrue(small.isOlderThan(huge));
        assertFalse(huge.isOlderThan(small));
    }

    /** Signed by somebody else. */
    private static byte[] envelope(ByteString payload, String domain, int... type) {
        byte[] typeBytes = {(byte) type[0], (byte) type[1]};
        return SignedEnvelope.seal(
                OTHER, new SignedEnvelope.Kind(domain, ByteString.copyFrom(typeBytes)), payload);
    }

    private static SigningKey key(byte[] seed) {
        return SigningKey.ofSeed(SecretBytes.takeOver(seed));
    }
}
