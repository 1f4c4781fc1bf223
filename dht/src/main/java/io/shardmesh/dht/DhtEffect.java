package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the {@link Dht} wants done, to be carried out in the order of the list. Frames have their
 * length prefix and are handed over: they go onto the stream as they are.
 */
public sealed interface DhtEffect {

    /** Accept streams for {@code protocol} and list it in identify (push the change). */
    record StartServing(String protocol) implements DhtEffect {}

    /** Refuse streams for {@code protocol} and take it out of identify (push the change). */
    record StopServing(String protocol) implements DhtEffect {}

    /** Connect to a bootstrap address; answer with Dialled or DialFailed. */
    record Dial(Multiaddr address) implements DhtEffect {}

    /**
     * Open a stream of the DHT's protocol to {@code peer}, dialling these addresses (and others the
     * owner knows) when it is not connected, write {@code frame}, close the writing side, and read
     * one message. Answer with ReplyReceived or RequestFailed.
     */
    record SendRequest(long queryId, PeerId peer, List<Multiaddr> addresses, ByteBuffer frame)
            implements DhtEffect {}

    /**
     * Open a stream as for SendRequest, write all {@code frames} in order and close it; there are
     * no replies. Answer with Delivered or RequestFailed.
     */
    record Deliver(long queryId, PeerId peer, List<Multiaddr> addresses, List<ByteBuffer> frames)
            implements DhtEffect {}

    /** Nobody waits for this request any more: reset its stream; send no event about it. */
    record CancelRequest(long queryId) implements DhtEffect {}

    /** Ping {@code peer}, dialling when needed; answer with PingSucceeded or PingFailed. */
    record Ping(PeerId peer, List<Multiaddr> addresses) implements DhtEffect {}

    /** Write the reply; the stream stays open for further requests. */
    record Reply(long requestId, ByteBuffer frame) implements DhtEffect {}

    /** Reset the stream of this request; {@code why} is for the log only. */
    record Reset(long requestId, String why) implements DhtEffect {}

    /** A lookup for providers that goes on has come across these. */
    record ProvidersFound(long lookupId, List<Contact> providers) implements DhtEffect {}

    /** A lookup of the owner has ended; its id is free again. */
    record LookupFinished(long lookupId, LookupOutcome outcome) implements DhtEffect {}

    /** We are in: a bootstrap peer answered and our own id was looked up. */
    record Joined(int knownPeerCount) implements DhtEffect {}

    /** No bootstrap address led to a server; they are tried again after a while. */
    record JoinFailed(int triedAddressCount) implements DhtEffect {}

    /** Send a Tick at this time of the owner's clock; replaces the timer set before. */
    record SetTimer(long atNanos) implements DhtEffect {}
}
