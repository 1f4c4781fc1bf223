package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.WireLimits;
import io.shardmesh.libp2p.multiformats.MalformedException;
import java.util.Arrays;
import java.util.Optional;

/** A value under a key, as it travels (libp2p specs, kad-dht, "Record"). Immutable. */
public final class DhtRecord {
    private final Key key;
    private final byte[] value;
    private final Optional<String> timeReceived;

    private DhtRecord(Key key, byte[] value, Optional<String> timeReceived) {
        this.key = key;
        this.value = value;
        this.timeReceived = timeReceived;
    }

    /**
     * A record with a copy of these bytes.
     *
     * @param timeReceived RFC 3339, set by whoever keeps it; nobody's proof of anything
     * @throws MalformedException when the value is over {@link WireLimits#RECORD_VALUE_BYTES}
     */
    public static DhtRecord of(Key key, byte[] value, Optional<String> timeReceived) {
        if (value.length > WireLimits.RECORD_VALUE_BYTES) {
            throw new MalformedException("record value of " + value.length + " bytes");
        }
        return new DhtRecord(key, value.clone(), timeReceived);
    }

    /** Its key, namespace included. */
    public Key key() {
        return key;
    }

    /** A copy of the value. */
    public byte[] value() {
        return value.clone();
    }

    /** When its keeper got it, as text. */
    public Optional<String> timeReceived() {
        return timeReceived;
    }

    /** The same, received at that time. */
    public DhtRecord receivedAt(String time) {
        return new DhtRecord(key, value, Optional.of(time));
    }

    /** Whether both say the same, whenever they were received. */
    public boolean hasValueOf(DhtRecord other) {
        return key.equals(other.key) && Arrays.equals(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DhtRecord record
                && hasValueOf(record)
                && timeReceived.equals(record.timeReceived);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return key + " (" + value.length + " bytes)";
    }
}
