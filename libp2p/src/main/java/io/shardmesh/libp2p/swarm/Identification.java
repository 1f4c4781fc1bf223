package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.transport.Scheduler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The identify protocol, both sides: tells who we are and asks every new connection. */
final class Identification {

    static final String PROTOCOL = "/ipfs/id/1.0.0";

    private final Surroundings surroundings;
    private final Function<PeerConnection, IdentifyInfo> ourselves;
    private final BiConsumer<MuxedConnection, IdentifyInfo> identified;

    /**
     * @param ourselves what we say on a connection
     * @param identified hears what the other side said
     */
    Identification(
            Surroundings surroundings,
            Function<PeerConnection, IdentifyInfo> ourselves,
            BiConsumer<MuxedConnection, IdentifyInfo> identified) {
        this.surroundings = surroundings;
        this.ourselves = ourselves;
        this.identified = identified;
    }

    StreamHandler answer() {
        return new Answer();
    }

    /** Asks the other side; silence or nonsense leaves it unidentified, no more. */
    void ask(MuxedConnection connection) {
        Outcomes.when(
                connection.open(List.of(PROTOCOL), new Question(connection)),
                stream -> {},
                failure -> {});
    }

    private Scheduler.Timer limit(Stream stream) {
        return surroundings
                .scheduler()
                .schedule(surroundings.config().identification().timeout(), stream::reset);
    }

    private final class Answer implements StreamHandler {

        private Optional<Scheduler.Timer> timer = Optional.empty();

        @Override
        public void opened(Stream stream) {
            timer = Optional.of(limit(stream));
            IdentifyInfo info = ourselves.apply(stream.connection());
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
        }
    }

    private final class Question implements StreamHandler {

        private final MuxedConnection connection;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        private Optional<Scheduler.Timer> timer = Optional.empty();

        Question(MuxedConnection connection) {
            this.connection = connection;
        }

        @Override
        public void opened(Stream stream) {
            timer = Optional.of(limit(stream));
            stream.closeWrite();
        }

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            int size = bytes.remaining();
            if (answer.size() + size > IdentifyCodec.TOTAL_BYTES) {
                stream.reset();
                return;
            }
            byte[] part = new byte[size];
            bytes.get(part);
            answer.writeBytes(part);
            stream.consumed(size);
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {
            try {
                IdentifyInfo info =
                        IdentifyCodec.decode(
                                ByteBuffer.wrap(answer.toByteArray()), connection.remote());
                identified.accept(connection, info);
            } catch (MalformedException malformed) {
                stream.reset();
            }
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {
            timer.ifPresent(Scheduler.Timer::cancel);
        }
    }
}
