package io.shardmesh.dht;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A node of a Kademlia DHT as libp2p speaks it (specs: kad-dht/README.md): routing table, lookups,
 * records and providers, announcing, answering others, bootstrap and refresh.
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
    private final OwnContact self;
    private final Keeper keeper;
    private final Stores stores;
    private final Announcer announcer;
    private Set<PeerId> trusted = Set.of();
    private DhtMode mode = DhtMode.CLIENT;
    private boolean joining;
    private OptionalLong armedNanos = OptionalLong.empty();
    private LookupCosts costs = new LookupCosts(0, 0, 0);

    private Dht(DhtConfig config, PeerId id, RandomSource random, InstantSource wallClock) {
        AddressFilter addresses = new AddressFilter(config.keepPrivateAddresses());
        QueryIds ids = new QueryIds();
        this.config = config;
        this.self = new OwnContact(id, addresses, config.routing().addressCount());
        this.table = new RoutingTable(id, config.routing(), this::isTrusted);
        this.liveness = new Liveness(config, table, addresses, this::isTrusted);
        this.lookups = new Lookups(id, config, table, liveness, ids);
        this.bootstrap = new Bootstrap(config, table);
        this.refresh = new Refresh(id, config, table, random);
        this.stores = new Stores(config, ids);
        this.announcer = new Announcer(config, self, ids);
        this.keeper = new Keeper(config, peer -> peer.equals(id) || isTrusted(peer), wallClock);
        this.responder = new Responder(config, self, table, keeper, announcer);
    }

    /**
     * A DHT node that knows nobody yet.
     *
     * @param self our own peer id
     * @param random for refresh keys and jitter; nothing secret
     * @param wallClock for the time of receipt in records, which only people read
     */
    public static Dht create(
            DhtConfig config, PeerId self, RandomSource random, InstantSource wallClock) {
        return new Dht(config, self, random, wallClock);
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
        joinIf(bootstrap.hasArrived(), nowNanos);
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

    /** Whether {@link DhtEvent.Reached} of this address would be no news. */
    public boolean isReachedAt(Multiaddr address) {
        return self.isReachedAt(address);
    }

    /** What the owner's lookups have cost so far. */
    public LookupCosts costs() {
        return costs;
    }

    /** Contents that are still to be announced in this sweep. */
    public int dueCount() {
        return announcer.dueCount();
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
            case DhtEvent.AddressesChanged(List<Multiaddr> own) -> {
                self.addresses(own);
                settleMode(out);
            }
            case DhtEvent.Reached(Multiaddr address) -> {
                self.reached(address);
                settleMode(out);
            }
            case DhtEvent.TrustedPeersChanged(Set<PeerId> peers) -> {
                trusted = peers;
                table.trustChanged();
            }
            case DhtEvent.Bootstrap begin -> bootstrap.begin(begin.addresses(), now, out);
            case DhtEvent.Dialled dialled -> bootstrap.dialled(dialled);
            case DhtEvent.DialFailed failed -> bootstrap.dialFailed(failed, now, out);
            case DhtEvent.PeerIdentified identified -> {
                liveness.identified(identified, now, out);
                bootstrap.identified(identified, now, out);
            }
            case DhtEvent.RequestReceived request -> answer(request, now, out);
            case DhtEvent.ReplyReceived(long id, ByteBuffer message) -> {
                lookups.replied(id, message, now, out);
                stores.replied(id, message, out);
            }
            case DhtEvent.Delivered(long id) -> announcer.delivered(id, now, out);
            case DhtEvent.RequestFailed(long id) -> {
                lookups.failed(id, now, out);
                stores.failed(id, out);
                announcer.failed(id, now, out);
            }
            case DhtEvent.PingSucceeded ping -> liveness.pingSucceeded(ping.peer(), now, out);
            case DhtEvent.PingFailed ping -> liveness.pingFailed(ping.peer(), now, out);
            case DhtEvent.FindPeer find -> findPeer(find, now, out);
            case DhtEvent.FindClosest(long id, Key key) ->
                    start(new Purpose.Nearest(id), key, now, out);
            case DhtEvent.FindProviders(long id, Key key) -> findProviders(id, key, now, out);
            case DhtEvent.GetRecord(long id, Key key) ->
                    start(new Purpose.Value(id, key), key, now, out);
            case DhtEvent.PutRecord(long id, DhtRecord record) -> putRecord(id, record, now, out);
            case DhtEvent.ContentsAdded(List<Key> keys) -> announcer.added(keys, now);
            case DhtEvent.ContentsRemoved(List<Key> keys) -> announcer.removed(keys);
            case DhtEvent.AnnouncingChanged(boolean on) -> announcer.switched(on, now);
            case DhtEvent.CancelLookup cancel -> lookups.cancel(cancel.lookupId(), out);
            case DhtEvent.Tick _ -> armedNanos = OptionalLong.empty();
        }
    }

    private void settleMode(List<DhtEffect> out) {
        DhtMode next = self.isReachable() ? DhtMode.SERVER : DhtMode.CLIENT;
        if (next != mode) {
            mode = next;
            out.add(
                    switch (next) {
                        case SERVER -> new DhtEffect.StartServing(config.protocol());
                        case CLIENT -> new DhtEffect.StopServing(config.protocol());
                    });
        }
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
        responder.answer(request, now).ifPresent(out::add);
    }

    private void findPeer(DhtEvent.FindPeer find, long now, List<DhtEffect> out) {
        Optional<Contact> known = table.find(find.peer());
        if (known.isPresent()) {
            LookupOutcome found = new LookupOutcome.Found(known.get());
            out.add(new DhtEffect.LookupFinished(find.lookupId(), found));
            return;
        }
        start(new Purpose.Reach(find.lookupId(), find.peer()), Key.of(find.peer()), now, out);
    }

    private void findProviders(long lookupId, Key key, long now, List<DhtEffect> out) {
        List<Contact> kept = keeper.providers(key, now);
        start(new Purpose.Providers(lookupId), key, now, out)
                .map(run -> run.heardProviders(kept))
                .filter(news -> !news.isEmpty())
                .ifPresent(news -> out.add(new DhtEffect.ProvidersFound(lookupId, news)));
    }

    private void putRecord(long lookupId, DhtRecord record, long now, List<DhtEffect> out) {
        if (!keeper.keep(record, self.peer(), now)) {
            throw new IllegalArgumentException("the record is not valid: " + record);
        }
        start(new Purpose.Store(lookupId, record), record.key(), now, out);
    }

    /** Empty when the lookup has been ended in {@code out} at once. */
    private Optional<RunningLookup> start(Purpose purpose, Key key, long now, List<DhtEffect> out) {
        long lookupId = purpose.lookupId().orElseThrow();
        if (lookups.isRunning(lookupId)) {
            throw new IllegalArgumentException("lookup id is in use: " + lookupId);
        }
        if (lookups.ownedCount() >= config.lookupCount()) {
            LookupOutcome busy = new LookupOutcome.Busy(config.lookupCount());
            out.add(new DhtEffect.LookupFinished(lookupId, busy));
            return Optional.empty();
        }
        if (closestKnown(key, 1).isEmpty()) {
            out.add(new DhtEffect.LookupFinished(lookupId, new LookupOutcome.NoPeers()));
            return Optional.empty();
        }
        return Optional.of(lookups.start(purpose, key, now, out));
    }

    private void expire(long now, List<DhtEffect> out) {
        liveness.expire(now, out);
        lookups.expire(now, out);
        stores.expire(now, out);
        announcer.expire(now, out);
        bootstrap.expire(now, out);
        keeper.expire(now);
    }

    /** Ends what has ended, and starts what we want to look up for ourselves. */
    private void upkeep(long now, List<DhtEffect> out) {
        List<RunningLookup> ended = lookups.takeEnded();
        while (!ended.isEmpty()) {
            ended.forEach(run -> end(run, now, out));
            ended = lookups.takeEnded();
        }
        if (refresh.isDue(now)) {
            refresh.silent(now).forEach(contact -> liveness.ping(contact, now, out));
            lookups.start(new Purpose.Upkeep(), refresh.begin(now), now, out);
            upkeep(now, out);
        }
        Optional<Key> announced = announcer.next(now);
        if (announced.isPresent()) {
            Key key = announced.get();
            lookups.start(new Purpose.Announce(key), key, now, out);
            upkeep(now, out);
        }
    }

    private void end(RunningLookup run, long now, List<DhtEffect> out) {
        if (run.purpose().lookupId().isPresent()) {
            costs = costs.plus(run.lookup());
        }
        switch (run.purpose()) {
            case Purpose.Upkeep upkeep -> {
                announceJoin(out);
                refresh.next().ifPresent(key -> lookups.start(upkeep, key, now, out));
            }
            case Purpose.Announce(Key key) -> announcer.explored(key, run.closest(), now, out);
            case Purpose.Reach reach ->
                    out.add(new DhtEffect.LookupFinished(reach.id(), run.outcome(reach)));
            case Purpose.Nearest(long id) ->
                    out.add(new DhtEffect.LookupFinished(id, run.closest()));
            case Purpose.Providers(long id) ->
                    out.add(new DhtEffect.LookupFinished(id, run.providers()));
            case Purpose.Store(long id, DhtRecord record) ->
                    stores.send(record, run.closest().peers(), OptionalLong.of(id), now, out);
            case Purpose.Value value -> endValue(value, run, now, out);
        }
    }

    /** The best record wins, and the nearest peers that have another or none get it. */
    private void endValue(Purpose.Value value, RunningLookup run, long now, List<DhtEffect> out) {
        List<DhtRecord> all = new ArrayList<>(run.records().values());
        keeper.record(value.key(), now).ifPresent(all::add);
        Optional<DhtRecord> best = config.validators().best(all);
        if (best.isEmpty()) {
            out.add(new DhtEffect.LookupFinished(value.id(), new LookupOutcome.RecordNotFound()));
            return;
        }
        DhtRecord found = DhtRecord.of(value.key(), best.get().value(), Optional.empty());
        out.add(new DhtEffect.LookupFinished(value.id(), new LookupOutcome.RecordFound(found)));
        List<Contact> behind = new ArrayList<>(run.closest().peers());
        behind.removeIf(contact -> {
            DhtRecord theirs = run.records().get(contact.peer());
            return theirs != null && theirs.hasValueOf(found);
        });
        stores.send(found, behind, OptionalLong.empty(), now, out);
    }

    private void announceJoin(List<DhtEffect> out) {
        if (joining && refresh.isOwnIdUnderWay()) {
            joining = false;
            out.add(new DhtEffect.Joined(table.size()));
        }
    }

    private void armTimer(List<DhtEffect> out) {
        OptionalLong next =
                Stream.of(
                                liveness.nextDeadline(),
                                lookups.nextDeadline(),
                                stores.nextDeadline(),
                                announcer.nextDeadline(),
                                bootstrap.nextDeadline(),
                                refresh.nextDeadline())
                        .reduce(OptionalLong.empty(), Deadlines::earlier);
        if (next.isPresent() && !next.equals(armedNanos)) {
            armedNanos = next;
            out.add(new DhtEffect.SetTimer(next.getAsLong()));
        }
    }

    private boolean isTrusted(PeerId peer) {
        return trusted.contains(peer);
    }
}
