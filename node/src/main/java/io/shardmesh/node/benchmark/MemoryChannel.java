package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.noise.NoiseHandshake;
import io.shardmesh.libp2p.noise.NoiseSession;
import io.shardmesh.libp2p.yamux.Yamux;
import io.shardmesh.libp2p.yamux.YamuxConfig;
import io.shardmesh.libp2p.yamux.YamuxListener;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Both ends of a secured and muxed connection, without a socket between them. */
final class MemoryChannel implements AutoCloseable {
    private static final int DRAIN_BYTES = 1 << 20;
    private static final byte[] NOTHING = {};

    private final End sender;
    private final End receiver;
    private final int stream;
    private long receivedBytes;

    private MemoryChannel(NoiseSession sending, NoiseSession receiving) {
        sender = new End(sending, Yamux.create(true, YamuxConfig.DEFAULT));
        receiver = new End(receiving, Yamux.create(false, YamuxConfig.DEFAULT));
        stream = sender.yamux.openStream();
    }

    /** Does the handshake. */
    static MemoryChannel open(RandomSource random) {
        try (SigningKey one = SigningKey.generate(random);
                SigningKey other = SigningKey.generate(random);
                NoiseHandshake initiator =
                        NoiseHandshake.initiator(
                                one, Optional.empty(), List.of(Yamux.PROTOCOL), random);
                NoiseHandshake responder =
                        NoiseHandshake.responder(other, List.of(Yamux.PROTOCOL), random)) {
            responder.start();
            byte[] second = answer(responder.receive(ByteBuffer.wrap(initiator.start())));
            NoiseHandshake.Complete sending = complete(initiator.receive(ByteBuffer.wrap(second)));
            NoiseHandshake.Complete receiving =
                    complete(responder.receive(ByteBuffer.wrap(sending.toSend())));
            return new MemoryChannel(sending.session(), receiving.session());
        }
    }

    private static byte[] answer(NoiseHandshake.Step step) {
        return switch (step) {
            case NoiseHandshake.NeedMore more -> more.toSend();
            case NoiseHandshake.Complete _, NoiseHandshake.Failed _ -> NOTHING;
        };
    }

    private static NoiseHandshake.Complete complete(NoiseHandshake.Step step) {
        if (step instanceof NoiseHandshake.Complete done) {
            return done;
        }
        throw new IllegalStateException("the handshake ends with " + step);
    }

    /**
     * Moves all of it from end to end.
     *
     * @param data not changed afterwards
     */
    void transfer(byte[] data) {
        receivedBytes = 0;
        ByteBuffer left = ByteBuffer.wrap(data);
        while (receivedBytes < data.length) {
            long before = receivedBytes;
            sender.yamux.write(stream, left);
            sender.drainTo(receiver);
            receiver.drainTo(sender);
            if (receivedBytes == before && !left.hasRemaining()) {
                throw new IllegalStateException("bytes are lost on the way");
            }
        }
    }

    @Override
    public void close() {
        sender.session.close();
        receiver.session.close();
    }

    private final class End implements YamuxListener {
        private final NoiseSession session;
        private final Yamux yamux;
        private final ByteBuffer chunk = ByteBuffer.allocate(NoiseSession.MAX_PLAIN_BYTES);
        private final ByteBuffer frame = ByteBuffer.allocate(NoiseSession.FRAME_BYTES);

        private End(NoiseSession session, Yamux yamux) {
            this.session = session;
            this.yamux = yamux;
        }

        private void drainTo(End other) {
            Consumer<ByteBuffer> wire =
                    sealed ->
                            other.session.receive(
                                    sealed, plain -> other.yamux.receive(plain, other));
            yamux.drainOutput(
                    DRAIN_BYTES, chunk, plain -> session.encrypt(plain, frame, wire), this);
        }

        @Override
        public void data(int of, ByteBuffer data) {
            int bytes = data.remaining();
            receivedBytes += bytes;
            yamux.consumed(of, bytes);
        }

        @Override
        public void failed(String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void opened(int opened) {}

        @Override
        public void remoteClosed(int closed) {}

        @Override
        public void reset(int gone) {}

        @Override
        public void writable(int free) {}

        @Override
        public void pong(int value) {}

        @Override
        public void goAway(int code) {}
    }
}
