package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.routing.OfferOutcome;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Feeds signs of life, and of their absence, into the routing table; owns the pings under way.
 *
 * <p>A newcomer has to answer before it gets a place, a ping or a query: that it can speak to us
 * proves less than that we can speak to it.
 */
final class Liveness {
    /** Newcomers that wait for a ping's turn; a further one comes in when it is identified anew. */
    private static final int MAX_NEWCOMERS = 512;

    private final RoutingTable table;
    private final AddressFilter addresses;
    private final Predicate<PeerId> trusted;
    private final int maxPings;
    private final long pingNanos;
    // Peer to deadline. All pings wait equally long, so insertion order is the order of deadlines.
    private final Map<PeerId, Long> pings = new LinkedHashMap<>();
    private final Map<PeerId, Contact> newcomers = new LinkedHashMap<>();

    Liveness(
            DhtConfig config,
            RoutingTable table,
            AddressFilter addresses,
            Predicate<PeerId> trusted) {
        this.table = table;
        this.addresses = addresses;
        this.trusted = trusted;
        this.maxPings = config.pingCount();
        this.pingNanos = config.timing().ping().toNanos();
    }

    boolean isTrusted(PeerId peer) {
        return trusted.test(peer);
    }

    void identified(DhtEvent.PeerIdentified event, long nowNanos, List<DhtEffect> out) {
        Contact contact = addresses.filter(new Contact(event.peer(), event.addresses()));
        if (!event.servesDht()) {
            newcomers.remove(event.peer());
            table.remove(event.peer());
        } else if (table.find(event.peer()).isPresent()) {
            offer(contact, nowNanos, out);
        } else if (!contact.addresses().isEmpty()
                && (newcomers.size() < MAX_NEWCOMERS || newcomers.containsKey(event.peer()))) {
            newcomers.put(event.peer(), contact);
            ping(contact, nowNanos, out);
        }
    }

    private void offer(Contact contact, long nowNanos, List<DhtEffect> out) {
        switch (table.offer(contact, nowNanos)) {
            case OfferOutcome.WaitsFor(Contact oldest) -> ping(oldest, nowNanos, out);
            case OfferOutcome.Added _,
                    OfferOutcome.Refreshed _,
                    OfferOutcome.Displaced _,
                    OfferOutcome.Waits _,
                    OfferOutcome.Refused _ -> {}
        }
    }

    /** It has asked us something. */
    void seen(PeerId peer, long nowNanos) {
        table.seen(peer, nowNanos);
    }

    /** It has answered us. */
    void answered(PeerId peer, long nowNanos, List<DhtEffect> out) {
        Contact newcomer = newcomers.remove(peer);
        if (newcomer != null) {
            offer(newcomer, nowNanos, out);
        }
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

    void pingSucceeded(PeerId peer, long nowNanos, List<DhtEffect> out) {
        pings.remove(peer);
        answered(peer, nowNanos, out);
        pingNext(nowNanos, out);
    }

    /** Also called when it fails after its deadline: then it has been counted already. */
    void pingFailed(PeerId peer, long nowNanos, List<DhtEffect> out) {
        if (pings.remove(peer) != null) {
            newcomers.remove(peer);
            table.pingFailed(peer);
        }
        pingNext(nowNanos, out);
    }

    private void pingNext(long nowNanos, List<DhtEffect> out) {
        newcomers.values().stream()
                .filter(contact -> !pings.containsKey(contact.peer()))
                .findFirst()
                .ifPresent(contact -> ping(contact, nowNanos, out));
    }

    void expire(long nowNanos, List<DhtEffect> out) {
        List<PeerId> late =
                pings.entrySet().stream()
                        .takeWhile(ping -> Deadlines.hasPassed(ping.getValue(), nowNanos))
                        .map(Map.Entry::getKey)
                        .toList();
        late.forEach(peer -> pingFailed(peer, nowNanos, out));
    }

    OptionalLong nextDeadline() {
        return pings.values().stream().mapToLong(Long::longValue).findFirst();
    }
}
