package io.shardmesh.dht;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A node of a Kademlia DHT as libp2p speaks it (specs: kad-dht/README.md), without its records and
 * providers: routing table, lookups, answering FIND_NODE, bootstrap and refresh.
 *
 * <p>A state machine: one event and the time go in, a list of effects comes out, and nothing else
 * happens. The owner carries the effects out in order and reports what became of them; the package
 * comment says how. Everything that waits here ends by itself at a deadline, so a lost report costs
 * time, never a lookup.
 *
 * <p>Not thread-safe: owned by one thread or event loop. Never blocks; the longest step is the
 * start of a refresh, a few milliseconds.
 */
public final class Dht {
    private final DhtConfig config;
    private final RoutingTable table;
    private final Liveness liveness;
    private final Lookups lookups;
    private final Bootstrap bootstrap;
    private final Refresh refresh;
    private final Responder responder;
    private Set<PeerId> trusted = Set.of();
    private DhtMode mode;
    private boolean joining;
    private OptionalLong armedNanos = OptionalLong.empty();

    private Dht(DhtConfig config, PeerId self, RandomSource random) {
        AddressFilter addresses = new AddressFilter(config.keepPrivateAddresses());
        this.config = config;
        this.mode = config.mode();
        this.table = new RoutingTable(self, config.routing(), this::isTrusted);
        this.liveness = new Liveness(config, table, addresses);
        this.lookups = new Lookups(self, config, table, liveness, this::isTrusted);
        this.bootstrap = new Bootstrap(config, table);
        this.refresh = new Refresh(self, config, table, random);
        this.responder = new Responder(self, config, table, addresses);
    }

    /**
     * A DHT node that knows nobody yet.
     *
     * @param self our own peer id
     * @param random for refresh keys and jitter; nothing secret
     */
    public static Dht create(DhtConfig config, PeerId self, RandomSource random) {
        return new Dht(config, self, random);
    }

    /**
     * Takes in what happened and returns what to do about it, in order.
     *
     * @param nowNanos the owner's monotonic clock; never less than at the step before
     */
    public List<DhtEffect> step(DhtEvent event, long nowNanos) {
        List<DhtEffect> out = new ArrayList<>();
        handle(event, nowNanos, out);
        expire(nowNanos, out);
        bootstrap.watch(nowNanos);
        refresh.watch(nowNanos);
        upkeep(nowNanos, out);
        armTimer(out);
        return List.copyOf(out);
    }

    /** The settings. */
    public DhtConfig config() {
        return config;
    }

    /** Whether we answer others at present. */
    public DhtMode mode() {
        return mode;
    }

    /** Number of peers in the routing table. */
    public int peerCount() {
        return table.size();
    }

    /**
     * What the routing table alone knows: up to {@code count} peers, nearest to {@code key} first.
     */
    public List<Contact> closestKnown(Key key, int count) {
        return table.closest(key.position(), count, _ -> true);
    }

    private void handle(DhtEvent event, long now, List<DhtEffect> out) {
        switch (event) {
            case DhtEvent.Started _ -> serve(mode, out);
            case DhtEvent.ModeChanged changed -> modeChanged(changed.mode(), out);
            case DhtEvent.AddressesChanged own -> responder.ownAddresses(own.addresses());
            case DhtEvent.TrustedPeersChanged change -> {
                trusted = change.peers();
                table.trustChanged();
            }
            case DhtEvent.Bootstrap begin -> bootstrap.begin(begin.addresses(), now, out);
            case DhtEvent.Dialled dialled -> joinIf(bootstrap.dialled(dialled), now);
            case DhtEvent.DialFailed failed -> bootstrap.dialFailed(failed, now, out);
            case DhtEvent.PeerIdentified identified -> {
                liveness.identified(identified, now, out);
                joinIf(bootstrap.identified(identified, now, out), now);
            }
            case DhtEvent.RequestReceived request -> answer(request, now, out);
            case DhtEvent.ReplyReceived reply ->
                    lookups.replied(reply.queryId(), reply.message(), now, out);
            case DhtEvent.RequestFailed failed -> lookups.failed(failed.queryId(), now, out);
            case DhtEvent.PingSucceeded ping -> liveness.pingSucceeded(ping.peer(), now);
            case DhtEvent.PingFailed ping -> liveness.pingFailed(ping.peer());
            case DhtEvent.FindPeer find -> findPeer(find, now, out);
            case DhtEvent.FindClosest find -> {
                if (mayStart(find.lookupId(), find.key(), out)) {
                    lookups.start(new Purpose.Nearest(find.lookupId()), find.key(), now, out);
                }
            }
            case DhtEvent.CancelLookup cancel -> lookups.cancel(cancel.lookupId(), out);
            case DhtEvent.Tick _ -> armedNanos = OptionalLong.empty();
        }
    }

    private void modeChanged(DhtMode next, List<DhtEffect> out) {
        if (next != mode) {
            mode = next;
            serve(next, out);
        }
    }

    private void serve(DhtMode next, List<DhtEffect> out) {
        out.add(
                switch (next) {
                    case SERVER -> new DhtEffect.StartServing(config.protocol());
                    case CLIENT -> new DhtEffect.StopServing(config.protocol());
                });
    }

    private void joinIf(boolean bootstrapSucceeded, long now) {
        if (bootstrapSucceeded) {
            joining = true;
            refresh.hurry(now);
        }
    }

    private void answer(DhtEvent.RequestReceived request, long now, List<DhtEffect> out) {
        // The stream may have been opened before we became a client.
        if (mode == DhtMode.CLIENT) {
            out.add(new DhtEffect.Reset(request.requestId(), "we are a DHT client"));
            return;
        }
        liveness.seen(request.from(), now);
        out.add(responder.answer(request));
    }

    private void findPeer(DhtEvent.FindPeer find, long now, List<DhtEffect> out) {
        Optional<Contact> known = table.find(find.peer());
        if (known.isPresent()) {
            LookupOutcome found = new LookupOutcome.Found(known.get());
            out.add(new DhtEffect.LookupFinished(find.lookupId(), found));
            return;
        }
        Key key = Key.of(find.peer());
        if (mayStart(find.lookupId(), key, out)) {
            lookups.start(new Purpose.Reach(find.lookupId(), find.peer()), key, now, out);
        }
    }

    /** Otherwise the lookup has been ended in {@code out}. */
    private boolean mayStart(long lookupId, Key key, List<DhtEffect> out) {
        if (lookups.isRunning(lookupId)) {
            throw new IllegalArgumentException("lookup id is in use: " + lookupId);
        }
        if (lookups.ownedCount() >= config.lookupCount()) {
            LookupOutcome busy = new LookupOutcome.Busy(config.lookupCount());
            out.add(new DhtEffect.LookupFinished(lookupId, busy));
            return false;
        }
        if (closestKnown(key, 1).isEmpty()) {
            out.add(new DhtEffect.LookupFinished(lookupId, new LookupOutcome.NoPeers()));
            return false;
        }
        return true;
    }

    private void expire(long now, List<DhtEffect> out) {
        liveness.expire(now);
        lookups.expire(now, out);
        bootstrap.expire(now, out);
    }

    /** Runs the lookups of a refresh one after the other. */
    private void upkeep(long now, List<DhtEffect> out) {
        while (lookups.takeUpkeepEnded() > 0) {
            announceJoin(out);
            refresh.next().ifPresent(key -> lookups.start(new Purpose.Upkeep(), key, now, out));
        }
        if (refresh.isDue(now)) {
            refresh.silent(now).forEach(contact -> liveness.ping(contact, now, out));
            lookups.start(new Purpose.Upkeep(), refresh.begin(now), now, out);
            upkeep(now, out);
        }
    }

    private void announceJoin(List<DhtEffect> out) {
        if (joining && refresh.isOwnIdUnderWay()) {
            joining = false;
            out.add(new DhtEffect.Joined(table.size()));
        }
    }

    private void armTimer(List<DhtEffect> out) {
        OptionalLong next =
                Deadlines.earlier(
                        Deadlines.earlier(liveness.nextDeadline(), lookups.nextDeadline()),
                        Deadlines.earlier(bootstrap.nextDeadline(), refresh.nextDeadline()));
        if (next.isPresent() && !next.equals(armedNanos)) {
            armedNanos = next;
            out.add(new DhtEffect.SetTimer(next.getAsLong()));
        }
    }

    private boolean isTrusted(PeerId peer) {
        return trusted.contains(peer);
    }
}
