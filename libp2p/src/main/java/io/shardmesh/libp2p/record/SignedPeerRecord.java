package io.shardmesh.libp2p.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.record.proto.RecordMessages;
import java.util.Arrays;
import java.util.List;

/**
 * A peer's own word of where it can be reached, in a form that others can check and pass on (libp2p
 * specs, RFC/0003-routing-records.md). The domain and type of that text are not what runs; these
 * are those of go and js.
 */
public final class SignedPeerRecord {
    /** The longest envelope that is read; it has to fit into one identify message. */
    public static final int MAX_BYTES = 8 * 1024;

    /** Addresses that are kept of a record; a host has a handful of interfaces. */
    private static final int MAX_ADDRESSES = 256;

    static final SignedEnvelope.Kind KIND =
            new SignedEnvelope.Kind("libp2p-peer-record", ByteString.copyFrom(new byte[] {3, 1}));

    private final PeerId peer;
    private final long sequence;
    private final List<Multiaddr> addresses;
    private final byte[] envelope;

    private SignedPeerRecord(
            PeerId peer, long sequence, List<Multiaddr> addresses, byte[] envelope) {
        this.peer = peer;
        this.sequence = sequence;
        this.addresses = List.copyOf(addresses);
        this.envelope = envelope;
    }

    /**
     * Signs where we are.
     *
     * @param sequence greater than that of any record signed before; Unix milliseconds are usual
     * @param addresses without the p2p part
     */
    public static SignedPeerRecord sign(
            SigningKey identity, long sequence, List<Multiaddr> addresses) {
        PeerId peer = PeerId.of(identity.verifyingKey());
        RecordMessages.PeerRecord.Builder message =
                RecordMessages.PeerRecord.newBuilder()
                        .setPeerId(ByteString.copyFrom(peer.bytes()))
                        .setSeq(sequence);
        for (Multiaddr address : addresses) {
            message.addAddressesBuilder().setMultiaddr(ByteString.copyFrom(address.bytes()));
        }
        byte[] envelope = SignedEnvelope.seal(identity, KIND, message.build().toByteString());
        return new SignedPeerRecord(peer, sequence, addresses, envelope);
    }

    /**
     * Reads and checks a record; addresses that cannot be read are left out.
     *
     * @throws MalformedException when it cannot be read or anybody but its peer signed it
     */
    public static SignedPeerRecord decode(byte[] envelope) {
        if (envelope.length > MAX_BYTES) {
            throw new MalformedException("peer record is over " + MAX_BYTES + " bytes");
        }
        SignedEnvelope.Opened opened = SignedEnvelope.open(envelope, KIND);
        RecordMessages.PeerRecord message = parse(opened.payload());
        if (!Arrays.equals(message.getPeerId().toByteArray(), opened.signer().bytes())) {
            throw new MalformedException("peer record is signed by another peer");
        }
        List<Multiaddr> addresses =
                Multiaddr.decodeReadable(
                        message.getAddressesList().stream()
                                .limit(MAX_ADDRESSES)
                                .map(info -> info.getMultiaddr().toByteArray())
                                .toList());
        return new SignedPeerRecord(opened.signer(), message.getSeq(), addresses, envelope.clone());
    }

    private static RecordMessages.PeerRecord parse(ByteString payload) {
        try {
            return RecordMessages.PeerRecord.parseFrom(payload);
        } catch (InvalidProtocolBufferException malformed) {
            throw new MalformedException("peer record cannot be read", malformed);
        }
    }

    /** Whose record it is, and who signed it. */
    public PeerId peer() {
        return peer;
    }

    /** Which of two records is the newer one; unsigned. */
    public long sequence() {
        return sequence;
    }

    /** Whether it is from before the other one. */
    public boolean isOlderThan(SignedPeerRecord other) {
        return Long.compareUnsigned(sequence, other.sequence) < 0;
    }

    /** Where the peer says it can be reached. */
    public List<Multiaddr> addresses() {
        return addresses;
    }

    /** The envelope as it was received or made; pass it on unchanged. */
    public byte[] envelope() {
        return envelope.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedPeerRecord record && Arrays.equals(envelope, record.envelope);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(envelope);
    }

    @Override
    public String toString() {
        return "record " + Long.toUnsignedString(sequence) + " of " + peer + ": " + addresses;
    }
}
