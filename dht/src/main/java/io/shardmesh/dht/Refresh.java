package io.shardmesh.dht;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.routing.RoutingTable;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps the table in use: now and then looks up our own id, then a random key in every bucket that
 * holds somebody, one lookup at a time, and names the peers that have been silent.
 *
 * <p>With fewer peers than one bucket holds each lookup asks all of them, so our own id is enough.
 *
 * <p>The first round runs when the first peer comes, and intervals grow from a sixteenth up to the
 * full one: a network that has just come up changes fastest.
 */
final class Refresh {
    /**
     * Random keys drawn for one round. Keys are hashed to positions, so a key for a bucket can only
     * be found by trying; 4,096 take 4 ms and reach the 10 farthest buckets almost surely. The
     * nearer ones are covered by the lookup of our own id.
     */
    private static final int MAX_DRAWS = 4096;

    private static final int FIRST_PART = 16;
    private static final int JITTER_PART = 10;
    private static final byte[] MULTIHASH_PREFIX = {0x12, 0x20}; // sha2-256, 32 bytes
    private static final int DIGEST_BYTES = 32;

    private final PeerId self;
    private final RoutingTable table;
    private final RandomSource random;
    private final int bucketSize;
    private final Duration fullInterval;
    private final Deque<Key> waiting = new ArrayDeque<>();
    private Duration interval;
    private OptionalLong dueNanos = OptionalLong.empty();
    private boolean running;
    private boolean ownIdUnderWay;

    Refresh(PeerId self, DhtConfig config, RoutingTable table, RandomSource random) {
        this.self = self;
        this.table = table;
        this.random = random;
        this.bucketSize = config.routing().bucketSize();
        this.fullInterval = config.timing().refresh();
        this.interval = fullInterval.dividedBy(FIRST_PART);
    }

    /**
     * To be called after every step: the first peer starts a round, without peers there is none.
     */
    void watch(long nowNanos) {
        if (table.size() == 0) {
            dueNanos = OptionalLong.empty();
        } else if (dueNanos.isEmpty()) {
            dueNanos = OptionalLong.of(nowNanos);
        }
    }

    /** A round should start as soon as none is running. */
    void hurry(long nowNanos) {
        dueNanos = OptionalLong.of(nowNanos);
    }

    boolean isDue(long nowNanos) {
        return !running
                && dueNanos.isPresent()
                && Deadlines.hasPassed(dueNanos.getAsLong(), nowNanos);
    }

    /** Starts a round: returns the first key to look up. */
    Key begin(long nowNanos) {
        dueNanos = OptionalLong.of(nowNanos + jittered(interval).toNanos());
        Duration doubled = interval.multipliedBy(2);
        interval = doubled.compareTo(fullInterval) < 0 ? doubled : fullInterval;
        running = true;
        ownIdUnderWay = true;
        return Key.of(self);
    }

    /** The lookup before has ended: the next key of this round. */
    Optional<Key> next() {
        if (ownIdUnderWay) {
            ownIdUnderWay = false;
            if (table.size() >= bucketSize) {
                waiting.addAll(keysOf(table.occupied()));
            }
        }
        running = !waiting.isEmpty();
        return Optional.ofNullable(waiting.poll());
    }

    /** Whether the lookup under way is the one that makes us known. */
    boolean isOwnIdUnderWay() {
        return ownIdUnderWay;
    }

    /** Peers that no lookup has met for a whole interval. */
    List<Contact> silent(long nowNanos) {
        return table.silentFor(fullInterval, nowNanos);
    }

    /** None while a round runs: its end looks at the time anyway. */
    OptionalLong nextDeadline() {
        return running ? OptionalLong.empty() : dueNanos;
    }

    private List<Key> keysOf(List<Integer> buckets) {
        List<Integer> missing = new ArrayList<>(buckets);
        List<Key> keys = new ArrayList<>();
        for (int draw = 0; draw < MAX_DRAWS && !missing.isEmpty(); draw++) {
            Key key = randomKey();
            Integer bucket = table.bucketOf(key.position());
            if (missing.remove(bucket)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** In the form of a multihash, since some peers read the key of every request as one. */
    private Key randomKey() {
        ByteBuffer bytes = ByteBuffer.allocate(MULTIHASH_PREFIX.length + DIGEST_BYTES);
        return Key.of(bytes.put(MULTIHASH_PREFIX).put(random.bytes(DIGEST_BYTES)).array());
    }

    private Duration jittered(Duration duration) {
        long span = duration.toNanos() / JITTER_PART;
        long draw = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong();
        return duration.plusNanos(Math.floorMod(draw, 2 * span + 1) - span);
    }
}
