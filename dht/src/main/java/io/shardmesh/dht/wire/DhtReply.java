package io.shardmesh.dht.wire;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.record.DhtRecord;
import java.util.List;
import java.util.Optional;

/**
 * What a peer answered; parts that its kind of request does not ask for are empty.
 *
 * @param record the value that the peer has, not validated
 * @param closer peers nearer to the key, also those without an address, each id once
 * @param providers who has the content, each id once
 */
public record DhtReply(Optional<DhtRecord> record, List<Contact> closer, List<Contact> providers) {
    /** Copies the lists. */
    public DhtReply {
        closer = List.copyOf(closer);
        providers = List.copyOf(providers);
    }

    /** Only peers. */
    public static DhtReply ofCloser(List<Contact> closer) {
        return new DhtReply(Optional.empty(), closer, List.of());
    }
}
