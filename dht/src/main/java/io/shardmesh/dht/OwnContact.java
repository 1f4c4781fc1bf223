package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ourselves, as others are to know us. */
final class OwnContact {
    private final PeerId peer;
    private final AddressFilter filter;
    private final int addressCount;
    private final Set<Multiaddr> reached = new HashSet<>(); // some of the contact's addresses
    private Contact contact;

    OwnContact(PeerId peer, AddressFilter filter, int addressCount) {
        this.peer = peer;
        this.filter = filter;
        this.addressCount = addressCount;
        this.contact = new Contact(peer, List.of());
    }

    void addresses(List<Multiaddr> now) {
        contact = new Contact(peer, filter.filter(now)).bounded(addressCount);
        reached.retainAll(contact.addresses());
    }

    /** Another peer has dialled us there; it proves nothing where we do not say that we are. */
    void reached(Multiaddr address) {
        if (contact.addresses().contains(address)) {
            reached.add(address);
        }
    }

    boolean isReachedAt(Multiaddr address) {
        return reached.contains(address);
    }

    /** Whether an address that we tell others has led one of them to us. */
    boolean isReachable() {
        return !reached.isEmpty();
    }

    PeerId peer() {
        return peer;
    }

    Contact contact() {
        return contact;
    }
}
