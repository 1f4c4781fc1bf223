package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtReply;
import io.shardmesh.dht.wire.MessageType;
import io.shardmesh.libp2p.multiformats.MalformedException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Has other peers keep records: PUT_VALUE to each, counted as kept when it echoes the value.
 * Bounded by the lookups that lead here, with at most k peers each.
 */
final class Stores {
    private record Pending(long id, Batch batch, long deadlineNanos) {}

    /** One record on its way to several peers. */
    private static final class Batch {
        private final DhtRecord record;
        private final OptionalLong lookupId;
        private final int askedCount;
        private int openCount;
        private int keptCount;

        Batch(DhtRecord record, OptionalLong lookupId, int askedCount) {
            this.record = record;
            this.lookupId = lookupId;
            this.askedCount = askedCount;
            this.openCount = askedCount;
        }
    }

    private final ReplyLimits limits;
    private final long waitNanos;
    private final QueryIds ids;
    // All wait equally long: insertion order is the order of deadlines.
    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    Stores(DhtConfig config, QueryIds ids) {
        this.limits = config.replies();
        this.waitNanos = config.timing().query().toNanos();
        this.ids = ids;
    }

    /** Sends the record to all; at the end the lookup, if the owner waits for one, is finished. */
    void send(
            DhtRecord record,
            List<Contact> peers,
            OptionalLong lookupId,
            long nowNanos,
            List<DhtEffect> out) {
        Batch batch = new Batch(record, lookupId, peers.size());
        for (Contact contact : peers) {
            long id = ids.next();
            pending.put(id, new Pending(id, batch, nowNanos + waitNanos));
            ByteBuffer frame = Frames.frame(DhtCodec.putValue(record));
            out.add(new DhtEffect.SendRequest(id, contact.peer(), contact.addresses(), frame));
        }
        finishIfDone(batch, out);
    }

    void replied(long queryId, ByteBuffer message, List<DhtEffect> out) {
        Pending query = pending.remove(queryId);
        if (query != null) {
            if (isEcho(query.batch().record, message)) {
                query.batch().keptCount++;
            }
            ended(query, out);
        }
    }

    void failed(long queryId, List<DhtEffect> out) {
        Pending query = pending.remove(queryId);
        if (query != null) {
            ended(query, out);
        }
    }

    void expire(long nowNanos, List<DhtEffect> out) {
        List<Pending> late =
                pending.values().stream()
                        .takeWhile(query -> Deadlines.hasPassed(query.deadlineNanos(), nowNanos))
                        .toList();
        for (Pending query : late) {
            out.add(new DhtEffect.CancelRequest(query.id()));
            failed(query.id(), out);
        }
    }

    OptionalLong nextDeadline() {
        return pending.values().stream().mapToLong(Pending::deadlineNanos).findFirst();
    }

    private boolean isEcho(DhtRecord record, ByteBuffer message) {
        try {
            DhtReply reply = DhtCodec.decodeReply(message, MessageType.PUT_VALUE, limits);
            return reply.record().filter(record::hasValueOf).isPresent();
        } catch (MalformedException unreadable) {
            return false;
        }
    }

    private static void ended(Pending query, List<DhtEffect> out) {
        query.batch().openCount--;
        finishIfDone(query.batch(), out);
    }

    private static void finishIfDone(Batch batch, List<DhtEffect> out) {
        if (batch.openCount == 0 && batch.lookupId.isPresent()) {
            LookupOutcome stored =
                    new LookupOutcome.RecordStored(batch.keptCount, batch.askedCount);
            out.add(new DhtEffect.LookupFinished(batch.lookupId.getAsLong(), stored));
        }
    }
}
