package io.shardmesh.dht.routing;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.libp2p.multiformats.PeerId;

/** One peer of a bucket; mutable, owned by its bucket. */
final class Entry {
    private final Position position;
    private Contact contact;
    private long seenNanos;
    private int failureCount;

    Entry(Contact contact, Position position, long nowNanos) {
        this.contact = contact;
        this.position = position;
        this.seenNanos = nowNanos;
    }

    PeerId peer() {
        return contact.peer();
    }

    Contact contact() {
        return contact;
    }

    Position position() {
        return position;
    }

    long seenNanos() {
        return seenNanos;
    }

    int failureCount() {
        return failureCount;
    }

    void renew(Contact latest) {
        contact = latest;
    }

    void seen(long nowNanos) {
        seenNanos = nowNanos;
        failureCount = 0;
    }

    void failed(int weight) {
        failureCount += weight;
    }
}
