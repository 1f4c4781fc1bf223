package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.lookup.Lookup;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A lookup under way and what its owner needs to know about it. Two are never equal. */
final class RunningLookup {
    private final Purpose purpose;
    private final Lookup lookup;
    private final ByteBuffer frame;
    private final long deadlineNanos;

    /**
     * A lookup that asks everybody the same.
     *
     * @param frame the request with its length
     * @param deadlineNanos when it ends with what has answered
     */
    RunningLookup(Purpose purpose, Lookup lookup, ByteBuffer frame, long deadlineNanos) {
        this.purpose = purpose;
        this.lookup = lookup;
        this.frame = frame;
        this.deadlineNanos = deadlineNanos;
    }

    Purpose purpose() {
        return purpose;
    }

    Lookup lookup() {
        return lookup;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** The request in a buffer of its own, to be handed over. */
    ByteBuffer newFrame() {
        return ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
    }

    boolean isDone() {
        boolean reached =
                purpose instanceof Purpose.Reach reach && lookup.hasAnswered(reach.wanted());
        return reached || lookup.finished();
    }

    /** What its owner is told; empty when it was upkeep. */
    Optional<DhtEffect> ending() {
        return switch (purpose) {
            case Purpose.Reach reach ->
                    Optional.of(new DhtEffect.LookupFinished(reach.lookupId(), outcome(reach)));
            case Purpose.Nearest nearest ->
                    Optional.of(new DhtEffect.LookupFinished(nearest.lookupId(), closest()));
            case Purpose.Upkeep _ -> Optional.empty();
        };
    }

    private LookupOutcome closest() {
        return new LookupOutcome.Closest(lookup.closest(), lookup.closestTrusted());
    }

    private LookupOutcome outcome(Purpose.Reach reach) {
        Optional<Contact> contact = lookup.mentioned(reach.wanted());
        if (contact.isEmpty()) {
            return new LookupOutcome.NotFound(lookup.closest());
        }
        return lookup.hasAnswered(reach.wanted())
                ? new LookupOutcome.Found(contact.get())
                : new LookupOutcome.Mentioned(contact.get());
    }
}
