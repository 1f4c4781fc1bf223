package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Distance;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says to the peers nearest to each content that we have it: at once when it is new, and all of
 * them again by a sweep over the key space before the records end.
 *
 * <p>What is due is worked off in the order of the key space, one {@link Region} at a time: one
 * lookup, then one stream to each peer of the region with everything that concerns it.
 */
final class Announcer {
    /** Contents per step: placing them takes a millisecond. */
    private static final int CHUNK_COUNT = 64;

    /** Streams at once: a sweep must not crowd out the lookups of people who wait. */
    private static final int DELIVERY_COUNT = 8;

    private static final Duration PAUSE = Duration.ofMillis(100); // between two regions
    private static final Duration RETRY = Duration.ofSeconds(30); // after nobody took anything
    private static final Position ZERO = new Position(0, 0, 0, 0);

    private record Delivery(Contact to, List<ByteBuffer> frames) {}

    private final long republishNanos;
    private final long deliveryNanos;
    private final int width;
    private final OwnContact self;
    private final QueryIds ids;
    private final NavigableMap<Distance, Key> contents = new TreeMap<>();
    private final NavigableSet<Distance> due = new TreeSet<>();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    // All wait equally long: insertion order is the order of deadlines.
    private final Map<Long, Long> underWay = new LinkedHashMap<>();
    private final List<Key> chunk = new ArrayList<>();
    private Optional<Region> region = Optional.empty();
    private Distance cursor = place(ZERO);
    private boolean on;
    private boolean lookingUp;
    private boolean chunkTaken;
    private long nextNanos;
    private OptionalLong sweepNanos = OptionalLong.empty();

    Announcer(DhtConfig config, OwnContact self, QueryIds ids) {
        this.self = self;
        this.republishNanos = config.keep().republish().toNanos();
        this.deliveryNanos = config.timing().lookup().toNanos();
        this.width = config.lookup().width();
        this.ids = ids;
    }

    /** Whether we say to have it, to whoever asks us too. */
    boolean announces(Key key) {
        return on && contents.containsKey(place(key.position()));
    }

    /** Contents that are still to be announced. */
    int dueCount() {
        return due.size();
    }

    void added(List<Key> keys, long nowNanos) {
        for (Key key : keys) {
            Distance place = place(key.position());
            if (contents.size() < DhtConfig.MAX_CONTENTS
                    && contents.putIfAbsent(place, key) == null
                    && on) {
                due.add(place);
            }
        }
        if (on && sweepNanos.isEmpty()) {
            sweepNanos = OptionalLong.of(nowNanos + republishNanos);
        }
    }

    void removed(List<Key> keys) {
        for (Key key : keys) {
            Distance place = place(key.position());
            contents.remove(place);
            due.remove(place);
        }
    }

    void switched(boolean nowOn, long nowNanos) {
        if (nowOn == on) {
            return;
        }
        on = nowOn;
        due.clear();
        nextNanos = nowNanos;
        if (on) {
            sweep(nowNanos);
        } else {
            sweepNanos = OptionalLong.empty();
        }
    }

    private void sweep(long nowNanos) {
        due.addAll(contents.keySet());
        sweepNanos = OptionalLong.of(nowNanos + republishNanos);
    }

    /** The key whose region wants a lookup now. */
    Optional<Key> next(long nowNanos) {
        if (isBusy()
                || region.isPresent()
                || !hasWork()
                || !Deadlines.hasPassed(nextNanos, nowNanos)) {
            return Optional.empty();
        }
        Distance from = cursor;
        Distance first = Optional.ofNullable(due.ceiling(from)).orElseGet(due::first);
        lookingUp = true;
        return Optional.ofNullable(contents.get(first));
    }

    /** The lookup for {@code key} has ended. */
    void explored(Key key, LookupOutcome.Closest found, long nowNanos, List<DhtEffect> out) {
        lookingUp = false;
        cursor = place(key.position());
        Region explored = new Region(key, found, width);
        if (explored.isEmpty()) {
            nextNanos = nowNanos + RETRY.toNanos();
            return;
        }
        region = Optional.of(explored);
        announceChunk(explored, nowNanos, out);
    }

    private void announceChunk(Region explored, long nowNanos, List<DhtEffect> out) {
        chunk.clear();
        chunkTaken = false;
        // Keys of a region lie together, on both sides of the one that was looked up.
        take(explored, due.tailSet(cursor, true));
        take(explored, due.headSet(cursor, false).descendingSet());
        if (chunk.isEmpty()) {
            region = Optional.empty();
            nextNanos = nowNanos + PAUSE.toNanos();
            return;
        }
        Map<PeerId, Delivery> deliveries = new LinkedHashMap<>();
        for (Key key : chunk) {
            due.remove(place(key.position()));
            for (Contact to : explored.nearest(key)) {
                deliveries
                        .computeIfAbsent(to.peer(), _ -> new Delivery(to, new ArrayList<>()))
                        .frames()
                        .add(Frames.frame(DhtCodec.addProvider(key, self.contact())));
            }
        }
        waiting.addAll(deliveries.values());
        deliver(nowNanos, out);
    }

    private void take(Region explored, NavigableSet<Distance> places) {
        for (Distance place : places) {
            Key key = contents.get(place);
            if (key == null || !explored.contains(key) || chunk.size() >= CHUNK_COUNT) {
                return;
            }
            chunk.add(key);
        }
    }

    private void deliver(long nowNanos, List<DhtEffect> out) {
        while (underWay.size() < DELIVERY_COUNT && !waiting.isEmpty()) {
            Delivery next = waiting.remove();
            long id = ids.next();
            underWay.put(id, nowNanos + deliveryNanos);
            out.add(
                    new DhtEffect.Deliver(
                            id, next.to().peer(), next.to().addresses(), next.frames()));
        }
    }

    void delivered(long queryId, long nowNanos, List<DhtEffect> out) {
        if (underWay.remove(queryId) != null) {
            chunkTaken = true;
            goOn(nowNanos, out);
        }
    }

    void failed(long queryId, long nowNanos, List<DhtEffect> out) {
        if (underWay.remove(queryId) != null) {
            goOn(nowNanos, out);
        }
    }

    private void goOn(long nowNanos, List<DhtEffect> out) {
        deliver(nowNanos, out);
        if (!underWay.isEmpty() || region.isEmpty()) {
            return;
        }
        if (chunkTaken) {
            announceChunk(region.get(), nowNanos, out);
            return;
        }
        chunk.stream()
                .map(key -> place(key.position()))
                .filter(contents::containsKey)
                .forEach(due::add);
        region = Optional.empty();
        nextNanos = nowNanos + RETRY.toNanos();
    }

    void expire(long nowNanos, List<DhtEffect> out) {
        List<Long> late =
                underWay.entrySet().stream()
                        .takeWhile(entry -> Deadlines.hasPassed(entry.getValue(), nowNanos))
                        .map(Map.Entry::getKey)
                        .toList();
        for (long id : late) {
            out.add(new DhtEffect.CancelRequest(id));
            failed(id, nowNanos, out);
        }
        if (sweepNanos.isPresent() && Deadlines.hasPassed(sweepNanos.getAsLong(), nowNanos)) {
            sweep(nowNanos);
        }
    }

    OptionalLong nextDeadline() {
        OptionalLong delivery = underWay.values().stream().mapToLong(Long::longValue).findFirst();
        boolean idle = !isBusy() && region.isEmpty() && hasWork();
        OptionalLong next = idle ? OptionalLong.of(nextNanos) : OptionalLong.empty();
        return Deadlines.earlier(Deadlines.earlier(delivery, next), sweepNanos);
    }

    private boolean isBusy() {
        return lookingUp || !underWay.isEmpty();
    }

    private boolean hasWork() {
        return on && !due.isEmpty();
    }

    private static Distance place(Position position) {
        return ZERO.to(position);
    }
}
