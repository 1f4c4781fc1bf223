package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.lookup.Lookup;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtReply;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Runs lookups: turns whom a {@link Lookup} wants to ask into queries, and replies into answers.
 */
final class Lookups {
    /** One request under way. */
    private record Query(long id, RunningLookup run, Contact contact, long deadlineNanos) {}

    private final PeerId self;
    private final DhtConfig config;
    private final RoutingTable table;
    private final Liveness liveness;
    private final AddressFilter addresses;
    private final Predicate<PeerId> trusted;
    // All queries, and all lookups, wait equally long: insertion order is the order of deadlines.
    private final Map<Long, Query> queries = new LinkedHashMap<>();
    private final List<RunningLookup> running = new ArrayList<>();
    private final List<RunningLookup> ended = new ArrayList<>();
    private final QueryIds ids;

    Lookups(PeerId self, DhtConfig config, RoutingTable table, Liveness liveness, QueryIds ids) {
        this.self = self;
        this.config = config;
        this.table = table;
        this.liveness = liveness;
        this.addresses = new AddressFilter(config.keepPrivateAddresses());
        this.trusted = liveness::isTrusted;
        this.ids = ids;
    }

    RunningLookup start(Purpose purpose, Key key, long nowNanos, List<DhtEffect> out) {
        Lookup lookup = new Lookup(self, key.position(), config.lookup(), trusted);
        Position target = key.position();
        lookup.suggest(table.closest(target, config.lookup().trustedWidth(), trusted));
        lookup.suggest(table.closest(target, config.lookup().width(), _ -> true));
        RunningLookup run =
                new RunningLookup(
                        purpose,
                        lookup,
                        Frames.frame(purpose.request(key)),
                        nowNanos + config.timing().lookup().toNanos());
        running.add(run);
        advance(run, nowNanos, out);
        return run;
    }

    /** Lookups that the owner waits for. */
    long ownedCount() {
        return running.stream().filter(run -> run.purpose().lookupId().isPresent()).count();
    }

    boolean isRunning(long lookupId) {
        return find(lookupId).isPresent();
    }

    void cancel(long lookupId, List<DhtEffect> out) {
        find(lookupId).ifPresent(run -> stop(run, out));
    }

    void replied(long queryId, ByteBuffer message, long nowNanos, List<DhtEffect> out) {
        Query query = queries.remove(queryId);
        if (query == null) {
            return; // crossed our CancelRequest
        }
        DhtReply reply;
        try {
            reply = DhtCodec.decodeReply(message, query.run().purpose().type(), config.replies());
        } catch (MalformedException unreadable) {
            failed(query, nowNanos, out);
            return;
        }
        liveness.answered(query.contact().peer(), nowNanos, out);
        hear(query, reply, out);
        query.run().lookup().answered(query.contact().peer(), usable(reply.closer()));
        advance(query.run(), nowNanos, out);
    }

    /** What the reply has besides closer peers, if that was asked for. */
    private void hear(Query query, DhtReply reply, List<DhtEffect> out) {
        switch (query.run().purpose()) {
            case Purpose.Providers(long id) -> {
                List<Contact> news = query.run().heardProviders(usable(reply.providers()));
                if (!news.isEmpty()) {
                    out.add(new DhtEffect.ProvidersFound(id, news));
                }
            }
            case Purpose.Value(long _, Key key) ->
                    reply.record()
                            .filter(record -> record.key().equals(key))
                            .filter(config.validators()::isValid)
                            .ifPresent(record ->
                                    query.run().heardRecord(query.contact().peer(), record));
            case Purpose.Reach _,
                    Purpose.Nearest _,
                    Purpose.Store _,
                    Purpose.Upkeep _,
                    Purpose.Announce _ -> {}
        }
    }

    void failed(long queryId, long nowNanos, List<DhtEffect> out) {
        Query query = queries.remove(queryId);
        if (query != null) {
            failed(query, nowNanos, out);
        }
    }

    void expire(long nowNanos, List<DhtEffect> out) {
        List<Query> late =
                queries.values().stream()
                        .takeWhile(query -> Deadlines.hasPassed(query.deadlineNanos(), nowNanos))
                        .toList();
        for (Query query : late) {
            // The one before may have ended the lookup of both.
            if (queries.remove(query.id()) != null) {
                out.add(new DhtEffect.CancelRequest(query.id()));
                failed(query, nowNanos, out);
            }
        }
        running.stream()
                .takeWhile(run -> Deadlines.hasPassed(run.deadlineNanos(), nowNanos))
                .toList()
                .forEach(run -> end(run, out));
    }

    OptionalLong nextDeadline() {
        return Deadlines.earlier(
                queries.values().stream().mapToLong(Query::deadlineNanos).findFirst(),
                running.stream().mapToLong(RunningLookup::deadlineNanos).findFirst());
    }

    /** The lookups that have ended since the last call. */
    List<RunningLookup> takeEnded() {
        List<RunningLookup> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    private void failed(Query query, long nowNanos, List<DhtEffect> out) {
        liveness.queryFailed(query.contact(), nowNanos, out);
        query.run().lookup().failed(query.contact().peer());
        advance(query.run(), nowNanos, out);
    }

    private void advance(RunningLookup run, long nowNanos, List<DhtEffect> out) {
        if (run.isDone()) {
            end(run, out);
            return;
        }
        for (Contact contact : run.lookup().next()) {
            long id = ids.next();
            long deadline = nowNanos + config.timing().query().toNanos();
            queries.put(id, new Query(id, run, contact, deadline));
            out.add(
                    new DhtEffect.SendRequest(
                            id, contact.peer(), contact.addresses(), run.newFrame()));
        }
    }

    private void end(RunningLookup run, List<DhtEffect> out) {
        stop(run, out);
        ended.add(run);
    }

    private void stop(RunningLookup run, List<DhtEffect> out) {
        running.remove(run);
        List<Query> pending =
                queries.values().stream().filter(query -> query.run() == run).toList();
        for (Query query : pending) {
            queries.remove(query.id());
            out.add(new DhtEffect.CancelRequest(query.id()));
        }
    }

    /** What a peer's own connection told us of its addresses comes before what others say. */
    private List<Contact> usable(List<Contact> closer) {
        List<Contact> usable = new ArrayList<>();
        for (Contact said : closer) {
            Contact filtered = addresses.filter(said);
            usable.add(
                    table.find(said.peer())
                            .map(known -> known.with(filtered.addresses()))
                            .orElse(filtered));
        }
        return usable;
    }

    private Optional<RunningLookup> find(long lookupId) {
        return running.stream()
                .filter(run -> run.purpose().lookupId().equals(OptionalLong.of(lookupId)))
                .findFirst();
    }
}
