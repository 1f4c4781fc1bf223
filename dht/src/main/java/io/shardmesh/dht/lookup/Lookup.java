package io.shardmesh.dht.lookup;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Distance;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.limits.LookupLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An iterative lookup (Kademlia, section 2.3, as in libp2p's kad-dht): ask the nearest peers known
 * for still nearer ones, alpha at a time, until the k nearest that did not fail have all answered.
 *
 * <p>Strangers can make up any number of ids around a target. So trusted peers run in the same
 * lookup as a second, independent list: one query under way always belongs to a trusted peer while
 * one is left to ask, and the lookup does not end before the nearest trusted peers have answered.
 * What they name joins the same candidates.
 *
 * <p>Not thread-safe; has no clock. The owner sends to whom {@link #next} names, reports each as
 * {@link #answered} or {@link #failed}, and calls {@link #next} again.
 */
public final class Lookup {
    private final PeerId self;
    private final Position target;
    private final LookupLimits limits;
    private final Predicate<PeerId> trusted;
    private final NavigableMap<Distance, Candidate> candidates = new TreeMap<>();
    private int queryCount;

    /** A lookup towards {@code target}; {@code self} is never asked. */
    public Lookup(PeerId self, Position target, LookupLimits limits, Predicate<PeerId> trusted) {
        this.self = self;
        this.target = target;
        this.limits = limits;
        this.trusted = trusted;
    }

    /** Adds peers to start with; those without an address are skipped. */
    public void suggest(List<Contact> contacts) {
        contacts.forEach(contact -> suggest(contact, 1));
    }

    /** Whom to ask now; from here on they count as asked. */
    public List<Contact> next() {
        List<Contact> chosen = new ArrayList<>();
        while (underWay().count() < limits.alpha() && queryCount < limits.queryCount()) {
            Optional<Candidate> candidate = choose();
            if (candidate.isEmpty()) {
                break;
            }
            candidate.get().asked();
            queryCount++;
            chosen.add(candidate.get().contact());
        }
        return chosen;
    }

    /** {@code peer} answered and named {@code closer}. */
    public void answered(PeerId peer, List<Contact> closer) {
        Optional<Candidate> asked = find(peer);
        asked.filter(each -> each.is(Candidate.State.ASKED)).ifPresent(Candidate::answered);
        int hopCount = 1 + asked.map(Candidate::hopCount).orElse(0);
        closer.forEach(contact -> suggest(contact, hopCount));
    }

    /** {@code peer} did not answer, or nothing readable. */
    public void failed(PeerId peer) {
        find(peer)
                .filter(asked -> asked.is(Candidate.State.ASKED))
                .ifPresent(asked -> asked.failed(limits.attemptCount()));
    }

    /** Whether nothing that is still under way or still to ask can change the result. */
    public boolean finished() {
        boolean exhausted = queryCount >= limits.queryCount();
        return Stream.concat(nearest(), nearestTrusted())
                .noneMatch(candidate ->
                        candidate.is(Candidate.State.ASKED)
                                || (candidate.is(Candidate.State.NEW) && !exhausted));
    }

    /** Up to k peers that answered, nearest first. */
    public List<Contact> closest() {
        return answered(candidates.values().stream());
    }

    /** Up to k trusted peers that answered, nearest first. */
    public List<Contact> closestTrusted() {
        return answered(candidates.values().stream().filter(Candidate::trusted));
    }

    /** Whether {@code peer} itself answered in this lookup. */
    public boolean hasAnswered(PeerId peer) {
        return find(peer).filter(found -> found.is(Candidate.State.ANSWERED)).isPresent();
    }

    /** What is said of {@code peer}, whether it answered or not. */
    public Optional<Contact> mentioned(PeerId peer) {
        return find(peer).map(Candidate::contact);
    }

    /** Queries sent so far. */
    public int queryCount() {
        return queryCount;
    }

    /** How many peers in a row led to the nearest one that answered; 0 when nobody did. */
    public int hopCount() {
        return candidates.values().stream()
                .filter(candidate -> candidate.is(Candidate.State.ANSWERED))
                .findFirst()
                .map(Candidate::hopCount)
                .orElse(0);
    }

    private void suggest(Contact contact, int hopCount) {
        if (contact.peer().equals(self) || contact.addresses().isEmpty()) {
            return;
        }
        Distance distance = target.to(Position.of(contact.peer()));
        Candidate known = candidates.get(distance);
        if (known != null) {
            known.heard(contact.addresses(), limits.attemptCount());
            return;
        }
        Candidate candidate =
                new Candidate(contact, distance, trusted.test(contact.peer()), hopCount);
        if (candidates.size() < limits.candidateCount() || makeRoomFor(candidate)) {
            candidates.put(distance, candidate);
        }
    }

    /**
     * Forgets the farthest stranger that was not asked yet, when {@code candidate} is worth more.
     */
    private boolean makeRoomFor(Candidate candidate) {
        Optional<Candidate> farthest =
                candidates.descendingMap().values().stream()
                        .filter(other -> !other.trusted() && other.is(Candidate.State.NEW))
                        .findFirst();
        if (farthest.isEmpty()) {
            return false;
        }
        Distance limit = farthest.get().distance();
        if (!candidate.trusted() && candidate.distance().compareTo(limit) > 0) {
            return false;
        }
        candidates.remove(limit);
        return true;
    }

    private Optional<Candidate> choose() {
        Optional<Candidate> member = nearestTrusted().filter(Lookup::isNew).findFirst();
        if (member.isPresent() && underWay().noneMatch(Candidate::trusted)) {
            return member;
        }
        return nearest().filter(Lookup::isNew).findFirst().or(() -> member);
    }

    /** The k nearest that did not fail: those that have to answer. */
    private Stream<Candidate> nearest() {
        return hopeful().limit(limits.width());
    }

    private Stream<Candidate> nearestTrusted() {
        return hopeful().filter(Candidate::trusted).limit(limits.trustedWidth());
    }

    private Stream<Candidate> hopeful() {
        return candidates.values().stream()
                .filter(candidate -> !candidate.is(Candidate.State.FAILED));
    }

    private Stream<Candidate> underWay() {
        return candidates.values().stream()
                .filter(candidate -> candidate.is(Candidate.State.ASKED));
    }

    private List<Contact> answered(Stream<Candidate> among) {
        return among.filter(candidate -> candidate.is(Candidate.State.ANSWERED))
                .limit(limits.width())
                .map(Candidate::contact)
                .toList();
    }

    private Optional<Candidate> find(PeerId peer) {
        return Optional.ofNullable(candidates.get(target.to(Position.of(peer))));
    }

    private static boolean isNew(Candidate candidate) {
        return candidate.is(Candidate.State.NEW);
    }
}
