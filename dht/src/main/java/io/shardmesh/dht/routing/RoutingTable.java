package io.shardmesh.dht.routing;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Distance;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All buckets of one peer: bucket i holds the peers whose positions share exactly i leading bits
 * with ours. Holds at most 256 times a bucket, in a network of n honest peers about k·log2(n/k);
 * never ourselves.
 *
 * <p>Not thread-safe: owned by one {@code Dht}. Times are ticks of the owner's monotonic clock.
 */
public final class RoutingTable {
    /** A peer and how far it is from what is looked for; measured once, not at each comparison. */
    private record Ranked(Distance distance, Contact contact) {}

    private final PeerId self;
    private final Position place;
    private final RoutingLimits limits;
    private final List<KBucket> buckets = new ArrayList<>(Position.BITS);

    /**
     * An empty table.
     *
     * @param self ourselves; refused when offered
     * @param trusted who is never pushed out by others; asked again at every decision, and followed
     *     by {@link #trustChanged} when its answers change
     */
    public RoutingTable(PeerId self, RoutingLimits limits, Predicate<PeerId> trusted) {
        this.self = self;
        this.place = Position.of(self);
        this.limits = limits;
        for (int index = 0; index < Position.BITS; index++) {
            buckets.add(new KBucket(limits, trusted));
        }
    }

    /** Takes in a peer that is connected, is who it says, and serves the DHT. */
    public OfferOutcome offer(Contact contact, long nowNanos) {
        Contact bounded = contact.bounded(limits.addressCount());
        if (bounded.peer().equals(self) || bounded.addresses().isEmpty()) {
            return new OfferOutcome.Refused();
        }
        Position position = Position.of(bounded.peer());
        return buckets.get(bucketOf(position)).offer(new Entry(bounded, position, nowNanos));
    }

    /** A sign of life of {@code peer}; nothing happens when it has no place. */
    public void seen(PeerId peer, long nowNanos) {
        bucket(peer).ifPresent(bucket -> bucket.seen(peer, nowNanos));
    }

    /**
     * {@code peer} did not answer a query.
     *
     * @return whether it has a place, so that a ping should decide about it
     */
    public boolean queryFailed(PeerId peer) {
        return bucket(peer).map(bucket -> bucket.queryFailed(peer)).orElse(false);
    }

    /** {@code peer} did not answer a ping. */
    public void pingFailed(PeerId peer) {
        bucket(peer).ifPresent(bucket -> bucket.pingFailed(peer));
    }

    /** {@code peer} does not serve the DHT (any more). */
    public void remove(PeerId peer) {
        bucket(peer).ifPresent(bucket -> bucket.remove(peer));
    }

    /** The predicate given at creation answers differently from now on. */
    public void trustChanged() {
        buckets.forEach(KBucket::reorderByTrust);
    }

    /** The peer's contact, when it has a place and counts as alive. */
    public Optional<Contact> find(PeerId peer) {
        return bucket(peer)
                .flatMap(bucket -> bucket.find(peer).filter(bucket::isAlive))
                .map(Entry::contact);
    }

    /**
     * Up to {@code count} living peers that are {@code wanted}, nearest to {@code target} first.
     */
    public List<Contact> closest(Position target, int count, Predicate<PeerId> wanted) {
        List<Ranked> ranked = new ArrayList<>();
        for (KBucket bucket : buckets) {
            bucket.forEach(entry -> {
                if (bucket.isAlive(entry) && wanted.test(entry.peer())) {
                    ranked.add(new Ranked(target.to(entry.position()), entry.contact()));
                }
            });
        }
        ranked.sort(Comparator.comparing(Ranked::distance));
        return ranked.stream().limit(count).map(Ranked::contact).toList();
    }

    /** Peers, dead ones too, of which nothing was heard for at least {@code silence}. */
    public List<Contact> silentFor(Duration silence, long nowNanos) {
        List<Contact> silent = new ArrayList<>();
        Consumer<Entry> check =
                entry -> {
                    if (nowNanos - entry.seenNanos() >= silence.toNanos()) {
                        silent.add(entry.contact());
                    }
                };
        buckets.forEach(bucket -> bucket.forEach(check));
        return silent;
    }

    /** Number of peers that have a place. */
    public int size() {
        return buckets.stream().mapToInt(KBucket::size).sum();
    }

    /** Numbers of the buckets that hold somebody, ascending: far peers first. */
    public List<Integer> occupied() {
        List<Integer> indexes = new ArrayList<>();
        for (int index = 0; index < buckets.size(); index++) {
            if (buckets.get(index).size() > 0) {
                indexes.add(index);
            }
        }
        return indexes;
    }

    /** The bucket of a place that is not our own: 0 to 255. */
    public int bucketOf(Position position) {
        return place.to(position).sharedBits();
    }

    private Optional<KBucket> bucket(PeerId peer) {
        return peer.equals(self)
                ? Optional.empty()
                : Optional.of(buckets.get(bucketOf(Position.of(peer))));
    }
}
