package io.shardmesh.dht.lookup;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Distance;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A peer that a lookup has heard of; mutable, owned by the lookup. */
final class Candidate {
    /** How far we are with it. */
    enum State {
        NEW,
        ASKED,
        ANSWERED,
        FAILED
    }

    private static final int MAX_ADDRESSES = 32; // of all replies that name it together

    private final Distance distance;
    private final boolean trusted;
    private final Set<Multiaddr> tried = new HashSet<>(); // asked for membership only
    private Contact contact;
    private State state = State.NEW;
    private int attemptCount;
    private final int hopCount;

    Candidate(Contact contact, Distance distance, boolean trusted, int hopCount) {
        this.contact = contact;
        this.distance = distance;
        this.trusted = trusted;
        this.hopCount = hopCount;
    }

    /** 1 for a peer of our own table, one more than whoever named it first for any other. */
    int hopCount() {
        return hopCount;
    }

    Contact contact() {
        return contact;
    }

    Distance distance() {
        return distance;
    }

    boolean trusted() {
        return trusted;
    }

    boolean is(State wanted) {
        return state == wanted;
    }

    /** Another peer named it: perhaps with an address that makes a second attempt worthwhile. */
    void heard(List<Multiaddr> addresses, int maxAttempts) {
        if (contact.addresses().containsAll(addresses)) {
            return; // the usual case by far
        }
        contact = contact.with(addresses).bounded(MAX_ADDRESSES);
        if (is(State.FAILED)) {
            retryIfWorthwhile(maxAttempts);
        }
    }

    void asked() {
        state = State.ASKED;
        attemptCount++;
        tried.addAll(contact.addresses());
    }

    void answered() {
        state = State.ANSWERED;
    }

    void failed(int maxAttempts) {
        state = State.FAILED;
        retryIfWorthwhile(maxAttempts);
    }

    private void retryIfWorthwhile(int maxAttempts) {
        if (attemptCount < maxAttempts && !tried.containsAll(contact.addresses())) {
            state = State.NEW;
        }
    }
}
