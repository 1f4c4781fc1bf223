package io.shardmesh.dht.wire;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import java.nio.ByteBuffer;
import java.util.List;

/** A request that came from a peer. */
public sealed interface DhtRequest {
    /** Wants the peers nearest to {@code key}. */
    record FindNode(Key key) implements DhtRequest {}

    /** Wants {@code record} kept under {@code key}, which must be the record's own. */
    record PutValue(Key key, DhtRecord record) implements DhtRequest {}

    /** Wants the record under {@code key}. */
    record GetValue(Key key) implements DhtRequest {}

    /** Says who has the content of {@code key}; only the sender's own entry counts. */
    record AddProvider(Key key, List<Contact> providers) implements DhtRequest {}

    /** Wants to know who has the content of {@code key}. */
    record GetProviders(Key key) implements DhtRequest {}

    /** Wants its own bytes back. */
    record Ping(ByteBuffer message) implements DhtRequest {}

    /** Well-formed, but of a type that we do not know; {@code typeNumber} is that of the wire. */
    record Unsupported(int typeNumber) implements DhtRequest {}
}
