package io.shardmesh.libp2p.swarm;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import io.shardmesh.libp2p.yamux.WindowBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * All connections of one peer. Every method is to be called on the strand of the Scheduler, and all
 * futures complete there; they fail with {@link SwarmException}, within the times of {@link
 * SwarmConfig}.
 *
 * <p>Two peers that dial each other at once may end up with two connections. Nothing is lost by it:
 * streams live on the one where they were opened, new ones go to the oldest, and once one of the
 * two carries no stream for a while it is closed, the same one at both ends. Since the other side
 * may close an idle connection while we open a stream on it, an opening that fails by the end of
 * its connection is tried once more on another.
 */
public final class Swarm {

    /** An opening moves to another connection so often; more would be a peer that only closes. */
    private static final int OPENING_COUNT = 2;

    private final Surroundings surroundings;
    private final Protocols protocols = new Protocols();
    private final List<SwarmListener> listeners = new ArrayList<>();
    private final Map<PeerId, IdentifyInfo> identities = new LinkedHashMap<>();
    private final AddressBook addressBook;
    private final Peers peers;
    private final Listening listening;
    private final Dialer dialer;
    private final Inbound inbound;
    private final Identification identification;
    private final Ping ping;
    private final Owner owner = new Owner();
    private final PeerId self;
    private long connectionCount;
    private boolean closed;

    private Swarm(Surroundings surroundings, Transport transport) {
        SwarmConfig config = surroundings.config();
        this.surroundings = surroundings;
        this.self = surroundings.self();
        this.peers = new Peers(config.connections());
        this.addressBook = new AddressBook(surroundings::nanoTime, peers::isProtected);
        this.listening = new Listening(transport, config.identification().interfaceAddresses());
        this.dialer = new Dialer(surroundings, transport, addressBook, this::adopt);
        this.inbound = new Inbound(surroundings, this::adopt, this::refused);
        this.identification =
                new Identification(
                        surroundings,
                        new SelfDescription(surroundings, this::listenAddresses, protocols::ids),
                        new Identified());
        this.ping = new Ping(surroundings, this::open);
        protocols.serve(
                Identification.PROTOCOL,
                stream -> identification.answer(),
                config.streams().perProtocolCount());
        protocols.serve(
                Identification.PUSH,
                stream -> identification.hear(stream.connection()),
                Identification.PUSH_COUNT);
        protocols.serve(Ping.PROTOCOL, stream -> ping.answer(), Ping.INBOUND_COUNT);
    }

    /** A swarm without connections; the identity stays the caller's to close, after the swarm. */
    public static Swarm create(
            SwarmConfig config,
            SigningKey identity,
            Transport transport,
            Scheduler scheduler,
            RandomSource random) {
        return new Swarm(
                new Surroundings(
                        config,
                        identity,
                        scheduler,
                        random,
                        WindowBudget.of(config.streams().windows().nodeBytes()),
                        OutputMemory.allocate(),
                        new Traffic.Counter()),
                transport);
    }

    /** Our own peer id. */
    public PeerId self() {
        return self;
    }

    /**
     * Takes connections at the address; the result is the bound one. Fails with {@link
     * io.shardmesh.libp2p.transport.TransportException} when the system refuses.
     */
    public CompletableFuture<Multiaddr> listen(Multiaddr address) {
        if (closed) {
            return closedFailure();
        }
        CompletableFuture<Multiaddr> bound = listening.listen(address, inbound::accept);
        Outcomes.when(bound, at -> identification.changed(), failure -> {});
        return bound;
    }

    /** Where others can reach us: bound ports, interface addresses instead of 0.0.0.0 and ::. */
    public List<Multiaddr> listenAddresses() {
        return listening.addresses();
    }

    /**
     * Serves inbound streams of the protocol, in place of whoever served it before. Peers that are
     * connected are told.
     */
    public void handle(String protocol, StreamAcceptor acceptor) {
        int count = surroundings.config().streams().perProtocolCount();
        protocols.serve(protocol, acceptor, count);
        identification.changed();
    }

    /** Refuses the protocol from now on; streams that are open live on. */
    public void unhandle(String protocol) {
        protocols.refuse(protocol);
        identification.changed();
    }

    /** A connection to the peer: one that exists, or a new one by these and the known addresses. */
    public CompletableFuture<PeerConnection> connect(PeerId peer, List<Multiaddr> addresses) {
        return Outcomes.follow(connection(peer, addresses));
    }

    /** A new connection to whoever is there; with a p2p part the same as connect to that peer. */
    public CompletableFuture<PeerConnection> dial(Multiaddr address) {
        Optional<PeerId> named = address.peerId();
        if (named.isPresent()) {
            return connect(named.get(), List.of(address));
        }
        return closed ? closedFailure() : Outcomes.follow(dialer.dial(address));
    }

    /**
     * A stream over the oldest usable connection; without one the known addresses are dialled.
     *
     * @param protocols in order of preference, at least one
     */
    public CompletableFuture<Stream> open(
            PeerId peer, List<String> protocols, StreamHandler handler) {
        CompletableFuture<Stream> opened = new CompletableFuture<>();
        open(new Opening(peer, List.copyOf(protocols), handler, opened), OPENING_COUNT);
        return opened;
    }

    /** Closes all connections to the peer. */
    public void disconnect(PeerId peer, String reason) {
        peers.of(peer).forEach(connection -> connection.close(reason));
    }

    /** Keeps idle connections to the peer for as long as any tag is set. */
    public void protect(PeerId peer, String tag) {
        peers.protect(peer, tag);
        peers.of(peer).forEach(MuxedConnection::planUpkeep);
    }

    /** Takes a tag back. */
    public void unprotect(PeerId peer, String tag) {
        peers.unprotect(peer, tag);
        peers.of(peer).forEach(MuxedConnection::planUpkeep);
    }

    /** Tells the listener of all that happens from now on. */
    public void addListener(SwarmListener listener) {
        listeners.add(listener);
    }

    /** The connections that are up, those of one peer oldest first. */
    public List<PeerConnection> connections() {
        return List.copyOf(peers.all());
    }

    /** The connections to one peer, oldest first. */
    public List<PeerConnection> connections(PeerId peer) {
        return List.copyOf(peers.of(peer));
    }

    /** What a connected peer said of itself, once it did. */
    public Optional<IdentifyInfo> identity(PeerId peer) {
        return Optional.ofNullable(identities.get(peer));
    }

    /** The round trip of one ping; connects when needed. */
    public CompletableFuture<Duration> ping(PeerId peer) {
        return ping.ask(peer);
    }

    /** What receive windows have grown by now, of all that they may. */
    public long grownWindowBytes() {
        return surroundings.windows().takenBytes();
    }

    /** What all connections have carried so far. */
    public Traffic traffic() {
        return surroundings.traffic().now();
    }

    /** What is known of where peers are. */
    public AddressBook addressBook() {
        return addressBook;
    }

    /** Ends everything; what is pending fails at once. Repeatable. */
    public CompletableFuture<Void> close() {
        closed = true;
        inbound.close();
        dialer.close();
        peers.all().forEach(connection -> connection.close("swarm is closed"));
        CompletableFuture<Void> done = new CompletableFuture<>();
        // Behind the tasks in which the connections say good-bye: a listener may take its own
        // along.
        surroundings.scheduler().execute(() -> Outcomes.pass(listening.close(), done));
        return done;
    }

    // --- dialling and opening

    private record Opening(
            PeerId peer,
            List<String> protocols,
            StreamHandler handler,
            CompletableFuture<Stream> opened) {}

    private CompletableFuture<MuxedConnection> connection(PeerId peer, List<Multiaddr> addresses) {
        if (closed) {
            return closedFailure();
        }
        if (peer.equals(self)) {
            return Outcomes.failed(SwarmException.Kind.DIAL_FAILED, "this is ourselves");
        }
        addressBook.add(peer, addresses, surroundings.config().dialling().addressLife());
        Optional<MuxedConnection> existing = peers.best(peer);
        return existing.isPresent()
                ? CompletableFuture.completedFuture(existing.get())
                : dialer.dial(peer, addresses);
    }

    private void open(Opening opening, int attemptCount) {
        Outcomes.when(
                connection(opening.peer(), List.of()),
                connection -> openOn(connection, opening, attemptCount),
                opening.opened()::completeExceptionally);
    }

    private void openOn(MuxedConnection connection, Opening opening, int attemptCount) {
        if (opening.opened().isDone()) {
            return;
        }
        Outcomes.when(
                connection.open(opening.protocols(), opening.handler()),
                stream -> deliver(stream, opening),
                failure -> {
                    if (attemptCount > 1 && !connection.isUsable() && !closed) {
                        // Our streams carry no data before they are agreed: nothing was lost.
                        open(opening, attemptCount - 1);
                    } else {
                        opening.opened().completeExceptionally(failure);
                    }
                });
    }

    private static void deliver(Stream stream, Opening opening) {
        if (!opening.opened().complete(stream)) {
            stream.reset();
        }
    }

    private static <T> CompletableFuture<T> closedFailure() {
        return Outcomes.failed(SwarmException.Kind.CLOSED, "swarm is closed");
    }

    // --- connections that come up and go down

    private Optional<MuxedConnection> adopt(Upgrade.Secured secured) {
        PeerId peer = secured.session().remote();
        Multiaddr address = secured.connection().remoteAddress();
        Optional<String> from =
                secured.outbound() ? Optional.empty() : Optional.of(AddressGroup.of(address));
        Optional<Refusal> refusal = closed ? Optional.empty() : peers.admit(peer, from);
        refusal.ifPresent(why -> refused(why, address, "peer " + peer));
        if (closed || refusal.isPresent()) {
            secured.connection().close();
            secured.session().close();
            return Optional.empty();
        }
        // Older connections may be dead: whoever comes back after a crash comes by a new one.
        peers.of(peer).forEach(MuxedConnection::probe);
        MuxedConnection connection =
                new MuxedConnection(surroundings, owner, ++connectionCount, secured);
        peers.add(connection);
        if (connection.outbound()) {
            addressBook.worked(
                    peer,
                    connection.remoteAddress(),
                    surroundings.config().dialling().addressLife());
        }
        tell(listener -> listener.peerConnected(connection));
        dialer.arrived(connection);
        connection.start(secured);
        identification.ask(connection);
        return Optional.of(connection);
    }

    private void refused(Refusal refusal, Multiaddr from, String why) {
        if (!closed) {
            tell(listener -> listener.refused(refusal, from, why));
        }
    }

    /** In a task of its own, so that events keep their order and come inside nobody's call. */
    private void tell(Consumer<SwarmListener> event) {
        surroundings.scheduler().execute(() -> List.copyOf(listeners).forEach(event));
    }

    private final class Owner implements MuxedConnection.Owner {

        @Override
        public Protocols protocols() {
            return protocols;
        }

        @Override
        public Optional<Duration> idleLimit(MuxedConnection connection) {
            SwarmConfig.ConnectionLimits limits = surroundings.config().connections();
            if (peers.isDuplicate(connection)) {
                return Optional.of(limits.duplicateIdle());
            }
            return peers.isProtected(connection.remote())
                    ? Optional.empty()
                    : Optional.of(limits.idle());
        }

        @Override
        public Optional<Duration> streamIdleLimit(MuxedConnection connection) {
            return peers.isProtected(connection.remote())
                    ? Optional.empty()
                    : Optional.of(surroundings.config().connections().streamIdle());
        }

        @Override
        public void violated(MuxedConnection connection, String why) {
            refused(Refusal.VIOLATION, connection.remoteAddress(), why);
        }

        @Override
        public void closed(MuxedConnection connection) {
            PeerId peer = connection.remote();
            identification.forget(connection);
            if (peers.remove(connection)) {
                identities.remove(peer);
                tell(listener -> listener.peerDisconnected(peer));
            }
        }
    }

    private final class Identified implements Identification.Owner {

        @Override
        public List<MuxedConnection> connections() {
            return peers.all();
        }

        @Override
        public Optional<IdentifyInfo> known(PeerId peer) {
            return identity(peer);
        }

        @Override
        public void identified(PeerConnection connection, IdentifyInfo info) {
            PeerId peer = connection.remote();
            identities.put(peer, info);
            addressBook.add(
                    peer,
                    ReachableAddresses.of(info.listenAddresses(), connection.remoteAddress()),
                    surroundings.config().dialling().addressLife());
            tell(listener -> listener.identified(peer, info));
        }
    }
}
