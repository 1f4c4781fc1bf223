package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Iterator;
import java.util.LinkedHashMap;

/** The highest sequence of each peer's records, also of peers that are gone for a while. */
final class PeerSequences {

    /** Peers remembered, as in the address book; the one not heard for longest goes first. */
    private static final int PEER_COUNT = 4096;

    private final LinkedHashMap<PeerId, Long> highest = new LinkedHashMap<>(16, 0.75f, true);

    /** Whether a record with this sequence is not older than one seen before; if so, it counts. */
    boolean admit(PeerId peer, long sequence) {
        Long known = highest.get(peer);
        if (known != null && Long.compareUnsigned(sequence, known) < 0) {
            return false;
        }
        highest.put(peer, sequence);
        if (highest.size() > PEER_COUNT) {
            Iterator<PeerId> eldest = highest.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return true;
    }
}
