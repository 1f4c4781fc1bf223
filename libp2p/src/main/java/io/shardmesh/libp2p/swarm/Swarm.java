package io.shardmesh.libp2p.swarm;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * All connections of one peer. Every method is to be called on the strand of the Scheduler, and all
 * futures complete there; they fail with {@link SwarmException}, within the times of {@link
 * SwarmConfig}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Swarm {

    private Swarm() {}

    /** A swarm without connections; the identity stays the caller's to close, after the swarm. */
    public static Swarm create(
            SwarmConfig config,
            SigningKey identity,
            Transport transport,
            Scheduler scheduler,
            RandomSource random) {
        throw new UnsupportedOperationException();
    }

    /** Our own peer id. */
    public PeerId self() {
        throw new UnsupportedOperationException();
    }

    /** Takes connections at the address; the result is the bound one. */
    public CompletableFuture<Multiaddr> listen(Multiaddr address) {
        throw new UnsupportedOperationException();
    }

    /** Where others can reach us: bound ports, interface addresses instead of 0.0.0.0 and ::. */
    public List<Multiaddr> listenAddresses() {
        throw new UnsupportedOperationException();
    }

    /** Serves inbound streams of the protocol. */
    public void handle(String protocol, StreamAcceptor acceptor) {
        throw new UnsupportedOperationException();
    }

    /** Refuses the protocol from now on; streams that are open live on. */
    public void unhandle(String protocol) {
        throw new UnsupportedOperationException();
    }

    /** A connection to the peer: one that exists, or a new one by these and the known addresses. */
    public CompletableFuture<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
        throw new UnsupportedOperationException();
    }

    /** A new connection to whoever is there; with a p2p part the same as connect to that peer. */
    public CompletableFuture<PeerConnection> dial(Multiaddr address) {
        throw new UnsupportedOperationException();
    }

    /** A stream over the oldest usable connection; without one the known addresses are dialled. */
    public CompletableFuture<Stream> open(
            PeerId peer, List<String> protocols, StreamHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** Closes all connections to the peer. */
    public void disconnect(PeerId peer, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Keeps idle connections to the peer for as long as any tag is set. */
    public void protect(PeerId peer, String tag) {
        throw new UnsupportedOperationException();
    }

    /** Takes a tag back. */
    public void unprotect(PeerId peer, String tag) {
        throw new UnsupportedOperationException();
    }

    /** Tells the listener of all that happens from now on. */
    public void addListener(SwarmListener listener) {
        throw new UnsupportedOperationException();
    }

    /** The connections that are up, oldest first. */
    public List<PeerConnection> connections() {
        throw new UnsupportedOperationException();
    }

    /** The round trip of one ping; connects when needed. */
    public CompletableFuture<Duration> ping(PeerId peer) {
        throw new UnsupportedOperationException();
    }

    /** What is known of where peers are. */
    public AddressBook addressBook() {
        throw new UnsupportedOperationException();
    }

    /** Ends everything; what is pending fails at once. Repeatable. */
    public CompletableFuture<Void> close() {
        throw new UnsupportedOperationException();
    }
}
