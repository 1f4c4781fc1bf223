package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.record.DhtRecord;
import java.util.List;

/** How a lookup ended. All lists are nearest first. */
public sealed interface LookupOutcome {

    /** The wanted peer is in our table, or has itself answered at one of these addresses. */
    record Found(Contact contact) implements LookupOutcome {}

    /** Others name these addresses, but the wanted peer did not answer us there. */
    record Mentioned(Contact contact) implements LookupOutcome {}

    /** Nobody that answered knows the wanted peer. */
    record NotFound(List<Contact> closest) implements LookupOutcome {}

    /**
     * The nearest peers that answered.
     *
     * @param peers up to k of all
     * @param trusted up to k of the trusted ones; strangers cannot crowd these out
     */
    record Closest(List<Contact> peers, List<Contact> trusted) implements LookupOutcome {}

    /** Everybody who was named as having the content; none when nobody was. */
    record Providers(List<Contact> providers) implements LookupOutcome {}

    /** The best valid record that anybody near its key has. */
    record RecordFound(DhtRecord record) implements LookupOutcome {}

    /** Nobody near its key has a valid record. */
    record RecordNotFound() implements LookupOutcome {}

    /** {@code count} of the {@code askedCount} nearest peers keep the record. */
    record RecordStored(int count, int askedCount) implements LookupOutcome {}

    /** Our table holds nobody to ask. */
    record NoPeers() implements LookupOutcome {}

    /** As many lookups are under way as may be: {@code limit}. */
    record Busy(int limit) implements LookupOutcome {}
}
