package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
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

    /** Our table holds nobody to ask. */
    record NoPeers() implements LookupOutcome {}

    /** As many lookups are under way as may be: {@code limit}. */
    record Busy(int limit) implements LookupOutcome {}
}
