package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;

/** Ourselves, as others are to know us. */
final class OwnContact {
    private final PeerId peer;
    private final AddressFilter filter;
    private final int addressCount;
    private Contact contact;

    OwnContact(PeerId peer, AddressFilter filter, int addressCount) {
        this.peer = peer;
        this.filter = filter;
        this.addressCount = addressCount;
        this.contact = new Contact(peer, List.of());
    }

    void addresses(List<Multiaddr> now) {
        contact = new Contact(peer, filter.filter(now)).bounded(addressCount);
    }

    PeerId peer() {
        return peer;
    }

    Contact contact() {
        return contact;
    }
}
