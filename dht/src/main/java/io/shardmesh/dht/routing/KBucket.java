package io.shardmesh.dht.routing;

import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The peers at one range of distances from ourselves (Maymounkov and Mazières, "Kademlia", section
 * 2.2), with one rule added: trust.
 *
 * <p>Entries stand least recently seen first. A newcomer to a full bucket waits among the
 * replacements while the oldest entry is pinged: peers that have lived long are likely to live on,
 * and a flood of new ids cannot wash the old ones out. Departures from the paper:
 *
 * <ul>
 *   <li>A stranger never takes the place of a trusted peer, not even of a dead one. A trusted peer
 *       takes the place of the oldest stranger at once. So a bucket may hold dead trusted peers;
 *       they are kept out of answers by {@link #isAlive}.
 *   <li>A failed query leads to a ping, not to eviction: when our own network is down, everything
 *       fails, and a table that is emptied by that finds no way back.
 * </ul>
 */
final class KBucket {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> replacements = new ArrayList<>();
    private final RoutingLimits limits;
    private final Predicate<PeerId> trusted;

    KBucket(RoutingLimits limits, Predicate<PeerId> trusted) {
        this.limits = limits;
        this.trusted = trusted;
    }

    int size() {
        return entries.size();
    }

    void forEach(Consumer<Entry> action) {
        entries.forEach(action);
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    List<Entry> replacements() {
        return List.copyOf(replacements);
    }

    Optional<Entry> find(PeerId peer) {
        return find(entries, peer);
    }

    boolean isAlive(Entry entry) {
        return entry.failureCount() < limits.failuresUntilDead();
    }

    OfferOutcome offer(Entry newcomer) {
        Optional<Entry> known = find(newcomer.peer());
        if (known.isPresent()) {
            known.get().renew(newcomer.contact());
            seen(newcomer.peer(), newcomer.seenNanos());
            return new OfferOutcome.Refreshed();
        }
        removeFrom(replacements, newcomer.peer());
        if (entries.size() < limits.bucketSize()) {
            entries.add(newcomer);
            return new OfferOutcome.Added();
        }
        return offerToFull(newcomer);
    }

    private OfferOutcome offerToFull(Entry newcomer) {
        Optional<Entry> stranger = oldestStranger(entries);
        if (isTrusted(newcomer)) {
            if (stranger.isPresent()) {
                entries.remove(stranger.get());
                entries.add(newcomer);
                keepWaiting(stranger.get());
                return new OfferOutcome.Displaced(stranger.get().peer());
            }
            return waitFor(newcomer, Optional.of(entries.getFirst()));
        }
        return waitFor(newcomer, stranger);
    }

    private OfferOutcome waitFor(Entry newcomer, Optional<Entry> oldest) {
        if (!keepWaiting(newcomer)) {
            return new OfferOutcome.Refused();
        }
        return oldest.<OfferOutcome>map(entry -> new OfferOutcome.WaitsFor(entry.contact()))
                .orElseGet(OfferOutcome.Waits::new);
    }

    /** False when all who wait are trusted and {@code newcomer} is not, or is one too many. */
    private boolean keepWaiting(Entry newcomer) {
        if (replacements.size() >= limits.replacementCount()) {
            Optional<Entry> stranger = oldestStranger(replacements);
            if (stranger.isEmpty()) {
                return false;
            }
            replacements.remove(stranger.get());
        }
        replacements.add(newcomer);
        return true;
    }

    /** A sign of life: {@code peer} becomes the most recently seen. */
    void seen(PeerId peer, long nowNanos) {
        find(peer)
                .ifPresent(entry -> {
                    entry.seen(nowNanos);
                    entries.remove(entry);
                    entries.add(entry);
                });
    }

    /**
     * A query failed: one mark. True when the peer still has its place, so that a ping should
     * decide.
     */
    boolean queryFailed(PeerId peer) {
        find(peer)
                .ifPresent(entry -> {
                    entry.failed(1);
                    leaveIfDead(entry);
                });
        return find(peer).isPresent();
    }

    /** A ping failed: it loses its place when somebody waits for it. */
    void pingFailed(PeerId peer) {
        find(peer)
                .ifPresent(entry -> {
                    boolean contested = successorOf(entry).isPresent();
                    entry.failed(contested ? limits.failuresUntilDead() : 1);
                    leaveIfDead(entry);
                });
    }

    private void leaveIfDead(Entry entry) {
        if (isAlive(entry)) {
            return;
        }
        // A dead trusted peer stays until another trusted one wants the place.
        if (!isTrusted(entry) || successorOf(entry).isPresent()) {
            replace(entry);
        }
    }

    /** Takes {@code peer} out for good: it no longer serves the DHT. */
    void remove(PeerId peer) {
        removeFrom(replacements, peer);
        find(peer).ifPresent(this::replace);
    }

    /** Trust has changed: trusted peers that wait behind strangers come first again. */
    void reorderByTrust() {
        for (Entry waiting : List.copyOf(replacements)) {
            Optional<Entry> stranger = oldestStranger(entries);
            if (isTrusted(waiting) && stranger.isPresent()) {
                replacements.remove(waiting);
                entries.remove(stranger.get());
                insertBySeen(waiting);
                keepWaiting(stranger.get());
            }
        }
    }

    private void replace(Entry leaving) {
        Optional<Entry> successor = successorOf(leaving);
        entries.remove(leaving);
        if (successor.isEmpty()) {
            successor = latest(replacements, entry -> true);
        }
        successor.ifPresent(entry -> {
            replacements.remove(entry);
            insertBySeen(entry);
        });
    }

    /** Who may push {@code entry} out: of those allowed to, a trusted one, then the latest seen. */
    private Optional<Entry> successorOf(Entry entry) {
        Optional<Entry> trustedOne = latest(replacements, this::isTrusted);
        if (trustedOne.isPresent() || isTrusted(entry)) {
            return trustedOne;
        }
        return latest(replacements, waiting -> true);
    }

    /** Keeps the order of last signs of life: who waited was not seen since. */
    private void insertBySeen(Entry entry) {
        int index = 0;
        while (index < entries.size() && entries.get(index).seenNanos() - entry.seenNanos() <= 0) {
            index++;
        }
        entries.add(index, entry);
    }

    private boolean isTrusted(Entry entry) {
        return trusted.test(entry.peer());
    }

    private Optional<Entry> oldestStranger(List<Entry> among) {
        return among.stream().filter(entry -> !isTrusted(entry)).findFirst();
    }

    private static Optional<Entry> latest(List<Entry> among, Predicate<Entry> wanted) {
        return among.reversed().stream().filter(wanted).findFirst();
    }

    private static Optional<Entry> find(List<Entry> among, PeerId peer) {
        for (Entry entry : among) {
            if (entry.peer().equals(peer)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static void removeFrom(List<Entry> among, PeerId peer) {
        among.removeIf(entry -> entry.peer().equals(peer));
    }
}
