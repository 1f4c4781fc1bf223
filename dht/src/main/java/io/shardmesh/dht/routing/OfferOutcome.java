package io.shardmesh.dht.routing;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.libp2p.multiformats.PeerId;

/** What became of a peer that was offered to the table. */
public sealed interface OfferOutcome {
    /** It has a place now. */
    record Added() implements OfferOutcome {}

    /** It had a place already; its addresses are renewed and it is the most recently seen. */
    record Refreshed() implements OfferOutcome {}

    /** It is trusted and took the place of {@code stranger}, which now waits. */
    record Displaced(PeerId stranger) implements OfferOutcome {}

    /** The bucket is full: it waits until {@code oldest}, to be pinged now, has failed. */
    record WaitsFor(Contact oldest) implements OfferOutcome {}

    /** The bucket is full of peers that it cannot push out; it waits for one of them to leave. */
    record Waits() implements OfferOutcome {}

    /** It is ourselves, or has no address, or too many trusted peers wait already. */
    record Refused() implements OfferOutcome {}
}
