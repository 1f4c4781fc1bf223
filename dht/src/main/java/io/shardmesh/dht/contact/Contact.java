package io.shardmesh.dht.contact;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer and where it may be reached, best address first. What others say of a peer is a hint: only
 * a connection proves that an address is the peer's.
 *
 * @param peer who
 * @param addresses where, without a trailing peer id; may be empty
 */
public record Contact(PeerId peer, List<Multiaddr> addresses) {
    /** Longest address kept or sent; IPv6 with WebTransport and two certificate hashes has 106. */
    public static final int MAX_ADDRESS_BYTES = 256;

    /** Copies the list. */
    public Contact {
        addresses = List.copyOf(addresses);
    }

    /** The same peer with the first {@code maxAddresses} distinct addresses of tolerable size. */
    public Contact bounded(int maxAddresses) {
        List<Multiaddr> kept = new ArrayList<>();
        for (Multiaddr address : addresses) {
            Multiaddr bare = address.withoutPeer();
            int bytes = bare.bytes().length;
            boolean fits = bytes > 0 && bytes <= MAX_ADDRESS_BYTES;
            if (fits && kept.size() < maxAddresses && !kept.contains(bare)) {
                kept.add(bare);
            }
        }
        return new Contact(peer, kept);
    }

    /** The same peer with our addresses first, then those of {@code more} that are new. */
    public Contact with(List<Multiaddr> more) {
        if (addresses.containsAll(more)) {
            return this;
        }
        List<Multiaddr> all = new ArrayList<>(addresses);
        for (Multiaddr address : more) {
            if (!all.contains(address)) {
                all.add(address);
            }
        }
        return new Contact(peer, all);
    }
}
