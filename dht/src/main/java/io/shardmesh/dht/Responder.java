package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtRequest;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;

/** Answers the requests of others from the routing table. */
final class Responder {
    private final PeerId self;
    private final DhtConfig config;
    private final RoutingTable table;
    private final AddressFilter addresses;
    private List<Multiaddr> ownAddresses = List.of();

    Responder(PeerId self, DhtConfig config, RoutingTable table, AddressFilter addresses) {
        this.self = self;
        this.config = config;
        this.table = table;
        this.addresses = addresses;
    }

    void ownAddresses(List<Multiaddr> now) {
        ownAddresses = now;
    }

    DhtEffect answer(DhtEvent.RequestReceived event) {
        long id = event.requestId();
        DhtRequest request;
        try {
            request = DhtCodec.decodeRequest(event.message());
        } catch (MalformedException unreadable) {
            return new DhtEffect.Reset(id, String.valueOf(unreadable.getMessage()));
        }
        return switch (request) {
            case DhtRequest.FindNode(Key key) ->
                    new DhtEffect.Reply(
                            id, Frames.frame(DhtCodec.findNodeReply(closest(key, event.from()))));
            case DhtRequest.Ping ping -> new DhtEffect.Reply(id, Frames.frame(ping.message()));
            case DhtRequest.Unsupported(int number) ->
                    new DhtEffect.Reset(id, "request type " + number + " is not served");
        };
    }

    /**
     * The nearest living peers; not the asker, and ourselves only when we are what is asked for.
     */
    private List<Contact> closest(Key key, PeerId asker) {
        int count = config.routing().bucketSize();
        List<Contact> reply = new ArrayList<>();
        if (key.equals(Key.of(self))) {
            // Without an address too: some peers ask for this as a sign of life.
            Contact ourselves = new Contact(self, addresses.filter(ownAddresses));
            reply.add(ourselves.bounded(config.routing().addressCount()));
        }
        reply.addAll(
                table.closest(key.position(), count - reply.size(), peer -> !peer.equals(asker)));
        return reply;
    }
}
