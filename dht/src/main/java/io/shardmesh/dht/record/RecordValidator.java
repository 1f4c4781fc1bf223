package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Key;
import java.util.List;

/** The rules of one namespace of records. Pure: the same arguments give the same answer. */
public interface RecordValidator {
    /** Whether {@code value} may stand under {@code key}. */
    boolean isValid(Key key, byte[] value);

    /**
     * Which of several valid values counts; stable: of equally good ones the first.
     *
     * @param values at least one
     * @return an index of {@code values}
     */
    int select(Key key, List<byte[]> values);
}
