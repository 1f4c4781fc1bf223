package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.KeepLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Records that others asked us to keep. Each source has a value of its own for a key, and the best
 * of them is what we answer: nobody overwrites what another has put. Not thread-safe; times are
 * ticks of the owner's clock.
 */
public final class RecordTable {
    private final Validators validators;
    private final Predicate<PeerId> trusted;
    private final FairTable<DhtRecord> members;
    private final FairTable<DhtRecord> strangers;

    /** An empty table; {@code trusted} says who is a member when a record comes in. */
    public RecordTable(KeepLimits limits, Validators validators, Predicate<PeerId> trusted) {
        long life = limits.life().toNanos();
        this.validators = validators;
        this.trusted = trusted;
        this.members =
                new FairTable<>(limits.memberRecordCount(), limits.memberRecordCount(), life);
        this.strangers =
                new FairTable<>(limits.strangerRecordCount(), limits.perStrangerCount(), life);
    }

    /** Keeps a record if it is valid, with its time of receipt in it; whether it was. */
    public boolean put(DhtRecord record, PeerId from, long nowNanos) {
        if (!validators.isValid(record)) {
            return false;
        }
        (trusted.test(from) ? members : strangers).put(record.key(), from, record, nowNanos);
        return true;
    }

    /** The best that is valid still. */
    public Optional<DhtRecord> find(Key key, long nowNanos) {
        expire(nowNanos);
        List<DhtRecord> kept =
                Stream.concat(members.of(key).stream(), strangers.of(key).stream()).toList();
        return validators.best(kept);
    }

    /** Forgets what is too old. */
    public void expire(long nowNanos) {
        members.expire(nowNanos);
        strangers.expire(nowNanos);
    }

    /** When the next record ends. */
    public OptionalLong nextDeadline() {
        return Ends.earlier(members.nextDeadline(), strangers.nextDeadline());
    }
}
