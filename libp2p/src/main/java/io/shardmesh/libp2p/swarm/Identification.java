package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.record.SignedPeerRecord;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Identify and its push, both sides (libp2p specs, identify/README.md): tells who we are, asks
 * every new connection, tells again when our addresses or protocols change, and hears when theirs
 * do.
 */
final class Identification {

    static final String PROTOCOL = "/ipfs/id/1.0.0";
    static final String PUSH = "/ipfs/id/push/1.0.0";

    /** Pushes of one connection at a time: one that comes and one that is about to end. */
    static final int PUSH_COUNT = 2;

    /** What identification asks of its swarm. */
    interface Owner {
        List<MuxedConnection> connections();

        /** What the peer said before. */
        Optional<IdentifyInfo> known(PeerId peer);

        void identified(PeerConnection connection, IdentifyInfo info);
    }

    /** Which version of us the other end of a connection knows, or is being told. */
    private static final class Told {
        private long version;
        private boolean pushing;
    }

    private final Surroundings surroundings;
    private final SelfDescription ourselves;
    private final Owner owner;
    private final PeerSequences sequences = new PeerSequences();
    private final Map<Long, Told> told = new LinkedHashMap<>();
    private boolean lookPosted;

    Identification(Surroundings surroundings, SelfDescription ourselves, Owner owner) {
        this.surroundings = surroundings;
        this.ourselves = ourselves;
        this.owner = owner;
    }

    /** Serves one who asks. */
    StreamHandler answer() {
        return new Answer(() -> {});
    }

    /** Takes what a peer tells unasked. */
    StreamHandler hear(PeerConnection connection) {
        PeerId peer = connection.remote();
        return new IdentifyReader(
                this::limit,
                said -> {
                    IdentifyInfo before = owner.known(peer).orElse(IdentifyInfo.NOTHING);
                    settle(connection, IdentifyCodec.decodePush(said, before, peer), before);
                });
    }

    /** Asks the other side; silence or nonsense leaves it unidentified, no more. */
    void ask(MuxedConnection connection) {
        PeerId peer = connection.remote();
        IdentifyReader question =
                new IdentifyReader(
                        this::limit,
                        said -> {
                            IdentifyInfo info = IdentifyCodec.decode(said, peer);
                            settle(
                                    connection,
                                    info,
                                    owner.known(peer).orElse(IdentifyInfo.NOTHING));
                            pushIfDue(connection);
                        });
        Outcomes.when(connection.open(List.of(PROTOCOL), question), stream -> {}, failure -> {});
    }

    /** Our addresses or protocols may have changed; whoever knows older ones is told soon. */
    void changed() {
        if (!lookPosted) {
            lookPosted = true;
            surroundings
                    .scheduler()
                    .execute(() -> {
                        lookPosted = false;
                        look();
                    });
        }
    }

    private void look() {
        if (ourselves.look()) {
            owner.connections().forEach(this::pushIfDue);
        }
    }

    void forget(MuxedConnection connection) {
        told.remove(connection.id());
    }

    /** A record counts when it is not older than any of the peer's before. */
    private void settle(PeerConnection connection, IdentifyInfo said, IdentifyInfo before) {
        Optional<SignedPeerRecord> record =
                said.signedRecord()
                        .filter(its -> sequences.admit(connection.remote(), its.sequence()));
        owner.identified(
                connection,
                record.map(said::with).orElseGet(() -> said.withRecord(before.signedRecord())));
    }

    private void pushIfDue(MuxedConnection connection) {
        Told state = told.get(connection.id());
        boolean takesPushes =
                owner.known(connection.remote())
                        .filter(info -> info.protocols().contains(PUSH))
                        .isPresent();
        // Without a state it has not asked yet, and will hear the newest when it does.
        if (state == null || state.pushing || !takesPushes || !connection.isUsable()) {
            return;
        }
        long version = ourselves.version();
        if (state.version == version) {
            return;
        }
        state.pushing = true;
        state.version = version; // also when it fails: the next change is the next attempt
        Outcomes.when(
                connection.open(List.of(PUSH), new Answer(() -> pushed(connection, state))),
                stream -> {},
                failure -> state.pushing = false);
    }

    private void pushed(MuxedConnection connection, Told state) {
        state.pushing = false;
        pushIfDue(connection);
    }

    private Scheduler.Timer limit(Stream stream) {
        return surroundings
                .scheduler()
                .schedule(surroundings.config().identification().timeout(), stream::reset);
    }

    /** Says who we are and ends. */
    private final class Answer implements StreamHandler {

        private final Runnable ended;
        private Optional<Scheduler.Timer> timer = Optional.empty();

        Answer(Runnable ended) {
            this.ended = ended;
        }

        @Override
        public void opened(Stream stream) {
            timer = Optional.of(limit(stream));
            look();
            told.computeIfAbsent(stream.connection().id(), ignored -> new Told()).version =
                    ourselves.version();
            IdentifyInfo info = ourselves.describe(stream.connection());
            stream.write(
                    ByteBuffer.wrap(
                            IdentifyCodec.encode(surroundings.identity().verifyingKey(), info)));
            stream.closeWrite();
        }

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            stream.reset();
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {}

        @Override
        public void closed(Stream stream, Optional<String> why) {
            timer.ifPresent(Scheduler.Timer::cancel);
            ended.run();
        }
    }
}
