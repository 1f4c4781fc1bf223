package io.shardmesh.dht.wire;

import com.google.protobuf.ByteString;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.wire.proto.DhtProto;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Peers inside a message. One that cannot be read, or one address of it, is dropped alone: the rest
 * stays useful (libp2p specs, kad-dht; peers in the field do send such).
 */
final class PeerCodec {
    private PeerCodec() {}

    static List<Contact> decode(List<DhtProto.Peer> peers, ReplyLimits limits) {
        List<Contact> contacts = new ArrayList<>();
        Set<PeerId> known = new HashSet<>(); // asked for membership only
        for (DhtProto.Peer peer : peers.subList(0, Math.min(peers.size(), limits.peerCount()))) {
            decode(peer, limits)
                    .filter(contact -> known.add(contact.peer()))
                    .ifPresent(contacts::add);
        }
        return List.copyOf(contacts);
    }

    private static Optional<Contact> decode(DhtProto.Peer peer, ReplyLimits limits) {
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

    static DhtProto.Peer encode(Contact contact) {
        DhtProto.Peer.Builder peer =
                DhtProto.Peer.newBuilder().setId(ByteString.copyFrom(contact.peer().bytes()));
        contact.addresses().forEach(address -> peer.addAddrs(ByteString.copyFrom(address.bytes())));
        return peer.build();
    }
}
