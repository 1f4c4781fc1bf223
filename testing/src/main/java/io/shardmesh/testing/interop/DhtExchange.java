package io.shardmesh.testing.interop;

import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.FrameReader;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The two sides of a DHT stream. */
final class DhtExchange {
    private DhtExchange() {}

    /** Hears how a question ended. */
    interface Ended {
        void as(long id, DhtEvent answer);
    }

    static Question request(long id, ByteBuffer frame, Ended ended) {
        return new Question(id, List.of(frame), true, ended);
    }

    static Question delivery(long id, List<ByteBuffer> frames, Ended ended) {
        return new Question(id, frames, false, ended);
    }

    /** Ours: writes, and waits for one message or for the end. */
    static final class Question implements StreamHandler {
        private final long id;
        private final List<ByteBuffer> frames;
        private final boolean wantsReply;
        private final Ended ended;
        private final FrameReader reader = FrameReader.create();
        private @Nullable Stream stream;
        private boolean cancelled;

        private Question(long id, List<ByteBuffer> frames, boolean wantsReply, Ended ended) {
            this.id = id;
            this.frames = frames;
            this.wantsReply = wantsReply;
            this.ended = ended;
        }

        long id() {
            return id;
        }

        void cancel() {
            cancelled = true;
            if (stream != null) {
                stream.reset();
            }
        }

        void fail() {
            ended.as(id, new DhtEvent.RequestFailed(id));
        }

        @Override
        public void opened(Stream opened) {
            stream = opened;
            if (cancelled) {
                opened.reset();
                return;
            }
            frames.forEach(opened::write);
            opened.closeWrite();
        }

        @Override
        public void received(Stream from, ByteBuffer bytes) {
            int count = bytes.remaining();
            try {
                Optional<ByteBuffer> reply = reader.read(bytes);
                from.consumed(count);
                if (reply.isPresent()) {
                    ended.as(id, new DhtEvent.ReplyReceived(id, reply.get()));
                    from.reset();
                }
            } catch (MalformedException malformed) {
                from.reset();
                fail();
            }
        }

        @Override
        public void drained(Stream from) {}

        @Override
        public void remoteClosed(Stream from) {
            if (wantsReply) {
                fail();
            } else {
                ended.as(id, new DhtEvent.Delivered(id));
            }
        }

        @Override
        public void closed(Stream from, Optional<String> why) {
            if (why.isEmpty()) {
                remoteClosed(from);
            } else {
                fail();
            }
        }
    }

    /** Theirs: any number of requests. */
    static final class Service implements StreamHandler {
        private final BiConsumer<Stream, ByteBuffer> serve;
        private final FrameReader reader = FrameReader.create();

        Service(BiConsumer<Stream, ByteBuffer> serve) {
            this.serve = serve;
        }

        @Override
        public void opened(Stream stream) {}

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            try {
                while (bytes.hasRemaining()) {
                    int before = bytes.remaining();
                    Optional<ByteBuffer> request = reader.read(bytes);
                    stream.consumed(before - bytes.remaining());
                    request.ifPresent(message -> serve.accept(stream, message));
                }
            } catch (MalformedException malformed) {
                stream.reset();
            }
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {
            stream.closeWrite();
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {}
    }
}
