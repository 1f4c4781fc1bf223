package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.routing.OfferOutcome;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Feeds signs of life, and of their absence, into the routing table; owns the pings under way. */
final class Liveness {
    private final RoutingTable table;
    private final AddressFilter addresses;
    private final int maxPings;
    private final long pingNanos;
    // Peer to deadline. All pings wait equally long, so insertion order is the order of deadlines.
    private final Map<PeerId, Long> pings = new LinkedHashMap<>();

    Liveness(DhtConfig config, RoutingTable table, AddressFilter addresses) {
        this.table = table;
        this.addresses = addresses;
        this.maxPings = config.pingCount();
        this.pingNanos = config.timing().ping().toNanos();
    }

    void identified(DhtEvent.PeerIdentified event, long nowNanos, List<DhtEffect> out) {
        Contact contact = addresses.filter(new Contact(event.peer(), event.addresses()));
        if (!event.servesDht()) {
            table.remove(event.peer());
            return;
        }
        switch (table.offer(contact, nowNanos)) {
            case OfferOutcome.WaitsFor(Contact oldest) -> ping(oldest, nowNanos, out);
            case OfferOutcome.Added _,
                    OfferOutcome.Refreshed _,
                    OfferOutcome.Displaced _,
                    OfferOutcome.Waits _,
                    OfferOutcome.Refused _ -> {}
        }
    }

    void seen(PeerId peer, long nowNanos) {
        table.seen(peer, nowNanos);
    }

    /** One lost query proves little; a ping decides. */
    void queryFailed(Contact contact, long nowNanos, List<DhtEffect> out) {
        if (table.queryFailed(contact.peer())) {
            ping(table.find(contact.peer()).orElse(contact), nowNanos, out);
        }
    }

    void ping(Contact contact, long nowNanos, List<DhtEffect> out) {
        if (pings.size() < maxPings && !pings.containsKey(contact.peer())) {
            pings.put(contact.peer(), nowNanos + pingNanos);
            out.add(new DhtEffect.Ping(contact.peer(), contact.addresses()));
        }
    }

    void pingSucceeded(PeerId peer, long nowNanos) {
        pings.remove(peer);
        table.seen(peer, nowNanos);
    }

    /** Also called when it fails after its deadline: then it has been counted already. */
    void pingFailed(PeerId peer) {
        if (pings.remove(peer) != null) {
            table.pingFailed(peer);
        }
    }

    void expire(long nowNanos) {
        List<PeerId> late =
                pings.entrySet().stream()
                        .takeWhile(ping -> Deadlines.hasPassed(ping.getValue(), nowNanos))
                        .map(Map.Entry::getKey)
                        .toList();
        late.forEach(this::pingFailed);
    }

    OptionalLong nextDeadline() {
        return pings.values().stream().mapToLong(Long::longValue).findFirst();
    }
}
