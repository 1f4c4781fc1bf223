package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.record.ProviderTable;
import io.shardmesh.dht.record.RecordTable;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What we keep for others: records and providers. */
final class Keeper {
    private final ProviderTable providers;
    private final RecordTable records;
    private final InstantSource wallClock;
    private final int providerCount;

    Keeper(DhtConfig config, Predicate<PeerId> trusted, InstantSource wallClock) {
        this.providers = new ProviderTable(config.keep(), trusted);
        this.records = new RecordTable(config.keep(), config.validators(), trusted);
        this.wallClock = wallClock;
        this.providerCount = config.routing().bucketSize();
    }

    /** Whether the record was valid and is kept. */
    boolean keep(DhtRecord record, PeerId from, long nowNanos) {
        return records.put(record.receivedAt(wallClock.instant().toString()), from, nowNanos);
    }

    Optional<DhtRecord> record(Key key, long nowNanos) {
        return records.find(key, nowNanos);
    }

    void addProvider(Key key, Contact provider, long nowNanos) {
        providers.add(key, provider, nowNanos);
    }

    /** As many as one reply names. */
    List<Contact> providers(Key key, long nowNanos) {
        return providers.find(key, providerCount, nowNanos);
    }

    void expire(long nowNanos) {
        providers.expire(nowNanos);
        records.expire(nowNanos);
    }
}
