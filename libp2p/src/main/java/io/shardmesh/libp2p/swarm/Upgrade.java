package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.negotiate.Negotiation;
import io.shardmesh.libp2p.noise.NoiseHandshake;
import io.shardmesh.libp2p.noise.NoiseSession;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.yamux.Yamux;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a raw connection into a secured one with a muxer: multistream for /noise, Noise XX, and,
 * unless yamux was chosen inside the handshake, multistream for yamux (libp2p specs,
 * connections/README.md). Its owner keeps the time.
 */
final class Upgrade implements ConnectionHandler {

    /** What became of it; told once, and not after {@link #abandon}. */
    interface Outcome {
        void secured(Secured secured);

        void failed(SwarmException why);
    }

    /**
     * A connection ready for yamux.
     *
     * @param plain bytes of yamux that came along already
     * @param sealed Noise frames that came along already
     */
    record Secured(
            Connection connection,
            NoiseSession session,
            boolean outbound,
            List<ByteBuffer> plain,
            ByteBuffer sealed) {}

    private enum Stage {
        SECURITY,
        HANDSHAKE,
        MUXER,
        OVER
    }

    private final Surroundings surroundings;
    private final Connection connection;
    private final boolean outbound;
    private final Optional<PeerId> expected;
    private final Outcome outcome;
    private final Deque<ByteBuffer> plain = new ArrayDeque<>();
    private Negotiation negotiation;
    private @Nullable NoiseHandshake handshake;
    private @Nullable NoiseSession session;
    private Stage stage = Stage.SECURITY;

    private Upgrade(
            Surroundings surroundings,
            Connection connection,
            boolean outbound,
            Optional<PeerId> expected,
            Outcome outcome) {
        this.surroundings = surroundings;
        this.connection = connection;
        this.outbound = outbound;
        this.expected = expected;
        this.outcome = outcome;
        this.negotiation = negotiationOf(NoiseHandshake.PROTOCOL);
    }

    /** Upgrades a connection that we dialled; only the expected peer will do, if one is named. */
    static Upgrade outbound(
            Surroundings surroundings,
            Connection connection,
            Optional<PeerId> expected,
            Outcome outcome) {
        Upgrade upgrade = new Upgrade(surroundings, connection, true, expected, outcome);
        upgrade.start();
        return upgrade;
    }

    /** Upgrades a connection that came in. */
    static Upgrade inbound(Surroundings surroundings, Connection connection, Outcome outcome) {
        Upgrade upgrade = new Upgrade(surroundings, connection, false, Optional.empty(), outcome);
        upgrade.start();
        return upgrade;
    }

    /** Ends it without an outcome. */
    void abandon() {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            connection.close();
            wipe();
        }
    }

    private void start() {
        connection.handler(this);
        send(negotiation.start());
    }

    @Override
    public void received(ByteBuffer in) {
        surroundings.traffic().received(in.remaining());
        while (in.hasRemaining() && stage != Stage.OVER) {
            switch (stage) {
                case SECURITY -> negotiateSecurity(in);
                case HANDSHAKE -> shakeHands(in);
                case MUXER -> openFrames(in);
                case OVER -> throw new IllegalStateException("upgrade is over");
            }
        }
    }

    @Override
    public void drained() {}

    @Override
    public void closed(Optional<String> why) {
        fail(SwarmException.Kind.DIAL_FAILED, "closed during upgrade: " + why.orElse("by peer"));
    }

    private void negotiateSecurity(ByteBuffer in) {
        switch (negotiation.receive(in)) {
            case Negotiation.NeedMore(byte[] toSend) -> send(toSend);
            case Negotiation.Agreed(String _, byte[] toSend) -> {
                send(toSend);
                startHandshake();
            }
            case Negotiation.Refused _ -> broken("peer has no Noise");
            case Negotiation.Failed(String why) -> broken(why);
        }
    }

    private void startHandshake() {
        List<String> muxers = List.of(Yamux.PROTOCOL);
        // The expected peer is checked here and not in there, so that a wrong one has its own kind.
        NoiseHandshake started =
                outbound
                        ? NoiseHandshake.initiator(
                                surroundings.identity(),
                                Optional.empty(),
                                muxers,
                                surroundings.random())
                        : NoiseHandshake.responder(
                                surroundings.identity(), muxers, surroundings.random());
        handshake = started;
        stage = Stage.HANDSHAKE;
        send(started.start());
    }

    private void shakeHands(ByteBuffer in) {
        if (handshake == null) {
            throw new IllegalStateException("no handshake in its stage");
        }
        switch (handshake.receive(in)) {
            case NoiseHandshake.NeedMore(byte[] toSend) -> send(toSend);
            case NoiseHandshake.Failed(String why) -> broken(why);
            case NoiseHandshake.Complete(byte[] toSend, NoiseSession made) -> {
                session = made;
                authenticated(toSend, made, in);
            }
        }
    }

    private void authenticated(byte[] toSend, NoiseSession made, ByteBuffer in) {
        if (expected.isPresent() && !expected.get().equals(made.remote())) {
            // Before our last message: a wrong peer does not learn who we are.
            fail(SwarmException.Kind.WRONG_PEER, "another peer answered: " + made.remote());
            return;
        }
        if (made.remote().equals(surroundings.self())) {
            broken("this is ourselves");
            return;
        }
        send(toSend);
        if (made.muxer().isPresent()) {
            finish(made, in);
            return;
        }
        stage = Stage.MUXER;
        negotiation = negotiationOf(Yamux.PROTOCOL);
        seal(made, negotiation.start());
    }

    private void openFrames(ByteBuffer in) {
        if (session == null) {
            throw new IllegalStateException("no session in its stage");
        }
        switch (session.receive(in, plain::add)) {
            case NoiseSession.Failed(String why) -> broken(why);
            case NoiseSession.Ok _ -> negotiateMuxer(session, in);
        }
    }

    private void negotiateMuxer(NoiseSession made, ByteBuffer in) {
        while (stage == Stage.MUXER && !plain.isEmpty()) {
            ByteBuffer head = plain.getFirst();
            switch (negotiation.receive(head)) {
                case Negotiation.NeedMore(byte[] toSend) -> {
                    plain.removeFirst();
                    seal(made, toSend);
                }
                case Negotiation.Agreed(String _, byte[] toSend) -> {
                    seal(made, toSend);
                    finish(made, in);
                }
                case Negotiation.Refused _ -> broken("peer has no yamux");
                case Negotiation.Failed(String why) -> broken(why);
            }
        }
    }

    private void finish(NoiseSession made, ByteBuffer in) {
        stage = Stage.OVER;
        outcome.secured(new Secured(connection, made, outbound, List.copyOf(plain), in));
    }

    private void broken(String why) {
        fail(SwarmException.Kind.DIAL_FAILED, why);
    }

    private void fail(SwarmException.Kind kind, String why) {
        if (stage != Stage.OVER) {
            abandon();
            outcome.failed(new SwarmException(kind, why));
        }
    }

    private void wipe() {
        if (handshake != null) {
            handshake.close();
        }
        if (session != null) {
            session.close();
        }
    }

    private Negotiation negotiationOf(String protocol) {
        return outbound
                ? Negotiation.initiator(List.of(protocol))
                : Negotiation.responder(protocol::equals);
    }

    private void send(byte[] bytes) {
        send(ByteBuffer.wrap(bytes));
    }

    private void send(ByteBuffer bytes) {
        surroundings.traffic().sent(bytes.remaining());
        connection.write(bytes);
    }

    private void seal(NoiseSession made, byte[] bytes) {
        made.encrypt(ByteBuffer.wrap(bytes), surroundings.output().frame(), this::send);
    }
}
