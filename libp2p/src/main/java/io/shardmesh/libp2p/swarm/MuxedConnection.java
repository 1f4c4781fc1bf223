package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.negotiate.Negotiation;
import io.shardmesh.libp2p.noise.NoiseSession;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.yamux.Yamux;
import io.shardmesh.libp2p.yamux.YamuxListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One secured connection with its streams. Input is handled as it comes; output is gathered and
 * leaves in one task after the current one, as far as the connection takes it.
 */
final class MuxedConnection implements PeerConnection, ConnectionHandler {

    /** What a connection asks of its swarm. */
    interface Owner {
        Protocols protocols();

        /** How long the connection may stay without streams; empty means for ever. */
        Optional<Duration> idleLimit(MuxedConnection connection);

        /** How long an inbound stream may be silent; empty means for ever. */
        Optional<Duration> streamIdleLimit(MuxedConnection connection);

        /** What the other side sent broke a rule; the connection ends. */
        void violated(MuxedConnection connection, String why);

        void closed(MuxedConnection connection);
    }

    private final Surroundings surroundings;
    private final Owner owner;
    private final long id;
    private final Connection connection;
    private final NoiseSession session;
    private final boolean outbound;
    private final Yamux yamux;
    private final Events events = new Events();
    private final Liveness liveness;
    private final Upkeep upkeep;
    private final long openedNanos;
    private final StreamTable streams = new StreamTable();
    private int pingCount;
    private boolean flushPosted;
    private boolean remoteGoesAway;
    private boolean closed;

    MuxedConnection(Surroundings surroundings, Owner owner, long id, Upgrade.Secured secured) {
        this.surroundings = surroundings;
        this.owner = owner;
        this.id = id;
        this.connection = secured.connection();
        this.session = secured.session();
        this.outbound = secured.outbound();
        SwarmConfig.StreamLimits limits = surroundings.config().streams();
        this.yamux =
                Yamux.create(
                        outbound,
                        limits.yamux(),
                        surroundings.windows().part(limits.windows().connectionBytes()),
                        surroundings::nanoTime);
        this.openedNanos = surroundings.nanoTime();
        this.liveness = new Liveness(surroundings.config().keepAlive(), openedNanos);
        this.upkeep = new Upkeep(surroundings, liveness, new Kept());
    }

    /** Begins; bytes that came with the upgrade are taken first. */
    void start(Upgrade.Secured secured) {
        connection.handler(this);
        probe();
        for (ByteBuffer plain : secured.plain()) {
            yamux.receive(plain, events);
        }
        received(secured.sealed());
    }

    /** Opens a stream for the first of the protocols that the other side takes. */
    CompletableFuture<Stream> open(List<String> protocols, StreamHandler handler) {
        if (!isUsable()) {
            return CompletableFuture.failedFuture(
                    new SwarmException(SwarmException.Kind.CLOSED, "connection is closed"));
        }
        if (streams.outboundCount() >= surroundings.config().streams().outboundCount()
                || !yamux.canOpenStream()) {
            return CompletableFuture.failedFuture(
                    new SwarmException(SwarmException.Kind.LIMIT, "too many outbound streams"));
        }
        MuxedStream stream =
                MuxedStream.outbound(
                        this, yamux.openStream(), Negotiation.initiator(protocols), handler);
        streams.add(stream);
        stream.start();
        return stream.opening();
    }

    /** Whether new streams may be opened. */
    boolean isUsable() {
        return !closed && !remoteGoesAway;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isSilent() {
        return liveness.isSilent();
    }

    /** Asks for a sign of life now. */
    void probe() {
        if (!closed) {
            liveness.pinged(surroundings.nanoTime());
            yamux.ping(++pingCount); // Not sent while another waits, whose answer does as well.
            touch();
            upkeep.plan();
        }
    }

    /** How long it may stay idle has changed. */
    void planUpkeep() {
        upkeep.plan();
    }

    @Override
    public PeerId remote() {
        return session.remote();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Multiaddr remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Multiaddr localAddress() {
        return connection.localAddress();
    }

    @Override
    public boolean outbound() {
        return outbound;
    }

    @Override
    public byte[] handshakeHash() {
        return session.handshakeHash();
    }

    @Override
    public long openedNanos() {
        return openedNanos;
    }

    @Override
    public int streamCount() {
        return streams.count();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return yamux.roundTrip();
    }

    @Override
    public void close(String reason) {
        end("closed: " + reason, true);
    }

    @Override
    public String toString() {
        return remote() + (outbound ? " at " : " from ") + remoteAddress();
    }

    // --- from the raw connection

    @Override
    public void received(ByteBuffer in) {
        if (closed) {
            return;
        }
        if (in.hasRemaining()) {
            liveness.heard(surroundings.nanoTime());
            surroundings.traffic().received(in.remaining());
        }
        NoiseSession.Decrypted result = session.receive(in, this::decrypted);
        switch (result) {
            case NoiseSession.Ok _ -> flush();
            case NoiseSession.Failed(String why) -> {
                owner.violated(this, why);
                end(why, false);
            }
        }
    }

    private void decrypted(ByteBuffer plain) {
        if (!closed) {
            yamux.receive(plain, events);
        }
    }

    @Override
    public void drained() {
        flush();
    }

    @Override
    public void closed(Optional<String> why) {
        end(why.orElse("closed by the peer"), false);
    }

    // --- from its streams

    int writeStream(int stream, ByteBuffer bytes) {
        int taken = yamux.write(stream, bytes);
        touch();
        return taken;
    }

    void consumed(int stream, int bytes) {
        yamux.consumed(stream, bytes);
        touch();
    }

    void closeStreamWrite(MuxedStream stream) {
        yamux.closeWrite(stream.id());
        touch();
    }

    void resetStream(int stream) {
        yamux.reset(stream);
        touch();
    }

    boolean isStreamOpen(int stream) {
        return yamux.isOpen(stream);
    }

    void forget(MuxedStream stream) {
        streams.remove(stream);
        if (streams.isEmpty()) {
            upkeep.deserted();
        }
    }

    Optional<StreamAcceptor> admit(MuxedStream stream) {
        String protocol = stream.protocol();
        return owner.protocols().admit(protocol, streams.inboundCount(protocol));
    }

    Scheduler.Timer limitNegotiation(Runnable timedOut) {
        Duration limit = surroundings.config().streams().negotiation();
        return surroundings.scheduler().schedule(limit, timedOut);
    }

    void later(Runnable task) {
        surroundings.scheduler().execute(task);
    }

    // --- inside

    private void touch() {
        if (!flushPosted && !closed) {
            flushPosted = true;
            later(this::flush);
        }
    }

    private void flush() {
        flushPosted = false;
        int high = surroundings.config().streams().unsentHighBytes();
        boolean more = !closed;
        while (more && connection.unsentBytes() < high && yamux.hasOutput()) {
            int quantum = surroundings.config().streams().quantumBytes();
            // Without progress only a window is missing, and its update calls again.
            more = drain(quantum) > 0 && !closed;
        }
        streams.finishDone();
        closeIfDeserted();
    }

    private int drain(int maxBytes) {
        return yamux.drainOutput(maxBytes, surroundings.output().chunk(), this::seal, events);
    }

    private void seal(ByteBuffer plain) {
        session.encrypt(plain, surroundings.output().frame(), this::send);
    }

    private void send(ByteBuffer frame) {
        surroundings.traffic().sent(frame.remaining());
        connection.write(frame);
    }

    private void closeIfDeserted() {
        if (remoteGoesAway && streams.isEmpty()) {
            end("the peer went away", true);
        }
    }

    private void resetSilentStreams() {
        long now = surroundings.nanoTime();
        owner.streamIdleLimit(this)
                .ifPresent(limit -> streams.silentInbound(now, limit).forEach(MuxedStream::reset));
    }

    long nanoTime() {
        return surroundings.nanoTime();
    }

    /** The end; orderly means that the other side is told and gets what waits to be sent. */
    private void end(String why, boolean orderly) {
        if (closed) {
            return;
        }
        closed = true;
        upkeep.end();
        for (MuxedStream stream : streams.all()) {
            stream.end(SwarmException.Kind.CLOSED, Optional.of(why));
        }
        // In a task of its own: we may be inside a call of yamux or of the session.
        later(() -> finish(orderly));
        owner.closed(this);
    }

    private void finish(boolean orderly) {
        if (orderly) {
            yamux.goAway(0);
            drain(surroundings.config().streams().unsentHighBytes());
        }
        yamux.close();
        connection.close();
        session.close();
    }

    private final class Kept implements Upkeep.Subject {

        @Override
        public void woken() {
            resetSilentStreams();
        }

        @Override
        public Optional<Duration> idleLimit() {
            return owner.idleLimit(MuxedConnection.this);
        }

        @Override
        public boolean hasStreams() {
            return !streams.isEmpty();
        }

        @Override
        public void probe() {
            MuxedConnection.this.probe();
        }

        @Override
        public void idle() {
            close("idle");
        }

        @Override
        public void dead() {
            end("no answer to a ping", false);
        }
    }

    private final class Events implements YamuxListener {

        @Override
        public void opened(int stream) {
            Protocols protocols = owner.protocols();
            MuxedStream inbound =
                    MuxedStream.inbound(
                            MuxedConnection.this,
                            stream,
                            Negotiation.responder(protocols::supports));
            streams.add(inbound);
            inbound.start();
        }

        @Override
        public void data(int stream, ByteBuffer data) {
            on(stream).ifPresent(open -> open.received(data));
        }

        @Override
        public void remoteClosed(int stream) {
            on(stream)
                    .ifPresent(open -> {
                        streams.finishing(open);
                        open.remoteClosed();
                    });
        }

        @Override
        public void reset(int stream) {
            on(stream)
                    .ifPresent(open ->
                            open.end(SwarmException.Kind.CLOSED, Optional.of("reset by the peer")));
        }

        @Override
        public void writable(int stream) {
            on(stream).ifPresent(MuxedStream::pump);
        }

        @Override
        public void pong(int value) {
            // That it came is a sign of life already, and yamux measures the round trip.
        }

        @Override
        public void goAway(int code) {
            remoteGoesAway = true;
            touch();
        }

        @Override
        public void failed(String why) {
            if (!closed) {
                owner.violated(MuxedConnection.this, why);
            }
            end(why, true);
        }

        private Optional<MuxedStream> on(int stream) {
            return closed ? Optional.empty() : streams.find(stream);
        }
    }
}
