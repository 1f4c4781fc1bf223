package io.shardmesh.libp2p.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import io.shardmesh.libp2p.record.SignedPeerRecord;
import io.shardmesh.libp2p.swarm.proto.IdentifyMessages.Identify;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The Identify message, length-prefixed (libp2p specs, identify/README.md). */
final class IdentifyCodec {

    /** The longest message that js-libp2p takes; ours stays below and we take no longer one. */
    static final int MESSAGE_BYTES = 8 * 1024;

    /** js-libp2p sends up to ten messages in sequence, to be merged. */
    static final int TOTAL_BYTES = 10 * (MESSAGE_BYTES + Varint.MAX_BYTES);

    /** What we keep of a list; a peer with more of either is no peer of use. */
    static final int LIST_COUNT = 256;

    private IdentifyCodec() {}

    /** Writes one message; addresses that would make it too long are left out, the last first. */
    static byte[] encode(VerifyingKey key, IdentifyInfo info) {
        Identify message = message(key, info, info.listenAddresses().size());
        for (int count = info.listenAddresses().size();
                count > 0 && message.getSerializedSize() > MESSAGE_BYTES;
                count--) {
            message = message(key, info, count - 1);
        }
        byte[] body = message.toByteArray();
        ByteBuffer out = ByteBuffer.allocate(Varint.size(body.length) + body.length);
        Varint.write(body.length, out);
        return out.put(body).array();
    }

    /**
     * Reads all messages of a stream, which are the answer to our question.
     *
     * @throws MalformedException when they cannot be read or are not the peer's
     */
    static IdentifyInfo decode(ByteBuffer in, PeerId peer) {
        Identify message = merge(in);
        if (!message.hasPublicKey()) {
            throw new MalformedException("identify message names no peer");
        }
        return update(message, IdentifyInfo.NOTHING, peer);
    }

    /**
     * Reads all messages of a push; what they do not name is as before. Only a record that they
     * carry is in the result.
     *
     * @throws MalformedException when they cannot be read or are not the peer's
     */
    static IdentifyInfo decodePush(ByteBuffer in, IdentifyInfo before, PeerId peer) {
        return update(merge(in), before, peer);
    }

    private static Identify merge(ByteBuffer in) {
        Identify.Builder merged = Identify.newBuilder();
        try {
            while (in.hasRemaining()) {
                merged.mergeFrom(Varint.readBytes(in, MESSAGE_BYTES));
            }
        } catch (InvalidProtocolBufferException malformed) {
            throw new MalformedException("identify message cannot be read", malformed);
        }
        return merged.build();
    }

    private static IdentifyInfo update(Identify message, IdentifyInfo before, PeerId peer) {
        if (message.hasPublicKey()
                && !PeerId.ofPublicKeyMessage(message.getPublicKey().toByteArray()).equals(peer)) {
            throw new MalformedException("identify message names another peer");
        }
        return new IdentifyInfo(
                message.getListenAddrsCount() > 0
                        ? addresses(message.getListenAddrsList())
                        : before.listenAddresses(),
                message.getProtocolsCount() > 0
                        ? message.getProtocolsList().stream().limit(LIST_COUNT).toList()
                        : before.protocols(),
                message.hasObservedAddr()
                        ? addresses(List.of(message.getObservedAddr())).stream().findFirst()
                        : before.observedAddress(),
                message.hasProtocolVersion()
                        ? message.getProtocolVersion()
                        : before.protocolVersion(),
                message.hasAgentVersion() ? message.getAgentVersion() : before.agentVersion(),
                message.hasSignedPeerRecord()
                        ? record(message.getSignedPeerRecord(), peer)
                        : Optional.empty());
    }

    /**
     * A record that does not hold is as good as none; the rest of the message is read all the same.
     */
    private static Optional<SignedPeerRecord> record(ByteString envelope, PeerId peer) {
        try {
            return Optional.of(SignedPeerRecord.decode(envelope.toByteArray()))
                    .filter(record -> record.peer().equals(peer));
        } catch (MalformedException refused) {
            return Optional.empty();
        }
    }

    private static Identify message(VerifyingKey key, IdentifyInfo info, int addressCount) {
        Identify.Builder builder =
                Identify.newBuilder()
                        .setPublicKey(ByteString.copyFrom(PublicKeys.encode(key)))
                        .addAllProtocols(info.protocols())
                        .setProtocolVersion(info.protocolVersion())
                        .setAgentVersion(info.agentVersion());
        info.listenAddresses().stream()
                .limit(addressCount)
                .forEach(address -> builder.addListenAddrs(ByteString.copyFrom(address.bytes())));
        Optional<Multiaddr> observed = info.observedAddress();
        observed.ifPresent(
                address -> builder.setObservedAddr(ByteString.copyFrom(address.bytes())));
        info.signedRecord()
                .ifPresent(record ->
                        builder.setSignedPeerRecord(ByteString.copyFrom(record.envelope())));
        return builder.build();
    }

    private static List<Multiaddr> addresses(List<ByteString> encoded) {
        return Multiaddr.decodeReadable(
                encoded.stream().limit(LIST_COUNT).map(ByteString::toByteArray).toList());
    }
}
