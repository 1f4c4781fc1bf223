package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.lookup.Lookup;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lookup under way and what its owner needs to know about it. Two are never equal. */
final class RunningLookup {
    /** Providers that one lookup tells of; no object has more holders than that by far. */
    private static final int MAX_PROVIDERS = 256;

    private final Purpose purpose;
    private final Lookup lookup;
    private final ByteBuffer frame;
    private final long deadlineNanos;
    private final Map<PeerId, Contact> providers = new LinkedHashMap<>();
    private final Map<PeerId, DhtRecord> records = new LinkedHashMap<>();

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

    /** Takes in who has the content; those that are news, or whose address is. */
    List<Contact> heardProviders(List<Contact> named) {
        List<Contact> news = new ArrayList<>();
        for (Contact contact : named) {
            Contact known = providers.get(contact.peer());
            Contact all = known == null ? contact : known.with(contact.addresses());
            if (!all.equals(known) && (known != null || providers.size() < MAX_PROVIDERS)) {
                providers.put(contact.peer(), all);
                news.add(all);
            }
        }
        return news;
    }

    /** Takes in a valid record that {@code peer} has. */
    void heardRecord(PeerId peer, DhtRecord record) {
        records.put(peer, record);
    }

    /** What each peer that has a valid record has. */
    Map<PeerId, DhtRecord> records() {
        return records;
    }

    LookupOutcome.Closest closest() {
        return new LookupOutcome.Closest(lookup.closest(), lookup.closestTrusted());
    }

    LookupOutcome.Providers providers() {
        return new LookupOutcome.Providers(List.copyOf(providers.values()));
    }

    LookupOutcome outcome(Purpose.Reach reach) {
        Optional<Contact> contact = lookup.mentioned(reach.wanted());
        if (contact.isEmpty()) {
            return new LookupOutcome.NotFound(lookup.closest());
        }
        return lookup.hasAnswered(reach.wanted())
                ? new LookupOutcome.Found(contact.get())
                : new LookupOutcome.Mentioned(contact.get());
    }
}
