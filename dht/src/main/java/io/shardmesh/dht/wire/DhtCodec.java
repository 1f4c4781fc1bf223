package io.shardmesh.dht.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.wire.proto.DhtProto;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Between the DHT's protobuf messages and our types. Messages come and go without their length
 * prefix; whoever reads the stream bounds that (see {@code dht.FrameReader}).
 *
 * <p>Unknown fields are skipped. A peer that cannot be read, or one address of it, is dropped
 * alone: the rest of a reply stays useful (libp2p specs, kad-dht; peers in the field do send such).
 */
public final class DhtCodec {
    private DhtCodec() {}

    /**
     * Reads a request; {@code message} keeps its position.
     *
     * @throws MalformedException when it is no DHT message, or a FIND_NODE without a fitting key
     */
    public static DhtRequest decodeRequest(ByteBuffer message) {
        DhtProto.Message parsed = parse(message);
        // A missing type reads as 0, which is PUT_VALUE: proto3 encoders leave zero out.
        int number = parsed.getType();
        Optional<MessageType> type = MessageType.of(number);
        if (type.isEmpty()) {
            return new DhtRequest.Unsupported(number);
        }
        return switch (type.get()) {
            case FIND_NODE -> new DhtRequest.FindNode(Key.of(parsed.getKey().toByteArray()));
            case PING -> new DhtRequest.Ping(message.slice());
            case PUT_VALUE, GET_VALUE, ADD_PROVIDER, GET_PROVIDERS ->
                    new DhtRequest.Unsupported(number);
        };
    }

    /** A FIND_NODE request for {@code key}. */
    public static ByteBuffer findNode(Key key) {
        return encode(
                DhtProto.Message.newBuilder()
                        .setType(MessageType.FIND_NODE.number())
                        .setKey(ByteString.copyFrom(key.bytes())));
    }

    /** The reply to a FIND_NODE: {@code closer} in this order. */
    public static ByteBuffer findNodeReply(List<Contact> closer) {
        DhtProto.Message.Builder message =
                DhtProto.Message.newBuilder().setType(MessageType.FIND_NODE.number());
        closer.forEach(contact -> message.addCloserPeers(encode(contact)));
        return encode(message);
    }

    /**
     * Reads the reply to a FIND_NODE: readable peers, also those without an address, each id once.
     *
     * @throws MalformedException when it is no DHT message or one of another type
     */
    public static List<Contact> decodeFindNodeReply(ByteBuffer message, ReplyLimits limits) {
        DhtProto.Message parsed = parse(message);
        if (parsed.getType() != MessageType.FIND_NODE.number()) {
            throw new MalformedException("reply to FIND_NODE has type " + parsed.getType());
        }
        return decodePeers(parsed.getCloserPeersList(), limits);
    }

    private static List<Contact> decodePeers(List<DhtProto.Peer> peers, ReplyLimits limits) {
        List<Contact> contacts = new ArrayList<>();
        for (DhtProto.Peer peer : peers.subList(0, Math.min(peers.size(), limits.peerCount()))) {
            decodePeer(peer, limits)
                    .filter(contact -> contacts.stream().noneMatch(samePeerAs(contact)))
                    .ifPresent(contacts::add);
        }
        return List.copyOf(contacts);
    }

    private static Predicate<Contact> samePeerAs(Contact contact) {
        return other -> other.peer().equals(contact.peer());
    }

    private static Optional<Contact> decodePeer(DhtProto.Peer peer, ReplyLimits limits) {
        PeerId id;
        try {
            if (peer.getId().size() > PeerId.MAX_BYTES) {
                return Optional.empty();
            }
            id = PeerId.ofMultihash(peer.getId().toByteArray());
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
        List<ByteString> addresses = peer.getAddrsList();
        List<Multiaddr> readable =
                addresses.subList(0, Math.min(addresses.size(), limits.addressCount())).stream()
                        .flatMap(bytes -> decodeAddress(bytes).stream())
                        .toList();
        return Optional.of(new Contact(id, readable).bounded(limits.addressCount()));
    }

    private static Optional<Multiaddr> decodeAddress(ByteString bytes) {
        // An empty address is how some peers write "none".
        if (bytes.isEmpty() || bytes.size() > Contact.MAX_ADDRESS_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(Multiaddr.decode(bytes.toByteArray()));
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }

    private static DhtProto.Peer encode(Contact contact) {
        DhtProto.Peer.Builder peer =
                DhtProto.Peer.newBuilder().setId(ByteString.copyFrom(contact.peer().bytes()));
        contact.addresses().forEach(address -> peer.addAddrs(ByteString.copyFrom(address.bytes())));
        return peer.build();
    }

    private static ByteBuffer encode(DhtProto.Message.Builder message) {
        return ByteBuffer.wrap(message.build().toByteArray());
    }

    private static DhtProto.Message parse(ByteBuffer message) {
        try {
            return DhtProto.Message.parseFrom(message.duplicate());
        } catch (InvalidProtocolBufferException cause) {
            throw new MalformedException("not a DHT message", cause);
        }
    }
}
