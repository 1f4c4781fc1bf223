package io.shardmesh.testing.fuzz;

import static io.shardmesh.testing.fuzz.FuzzTarget.law;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.negotiate.Negotiation;
import io.shardmesh.libp2p.noise.NoiseHandshake;
import io.shardmesh.libp2p.noise.NoiseSession;
import io.shardmesh.libp2p.yamux.Yamux;
import io.shardmesh.libp2p.yamux.YamuxConfig;
import io.shardmesh.libp2p.yamux.YamuxListener;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What makes a channel: negotiation, handshake and frames. */
final class ChannelTargets {
    private static final int DRAIN_BYTES = 1 << 20;
    private static final MethodHandle PAYLOAD =
            Hidden.method("libp2p.noise.HandshakePayload", "decode");

    private ChannelTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                target(
                        "multistream-answer",
                        in -> negotiate(Negotiation.responder("/a"::equals), in)),
                target(
                        "multistream-ask",
                        in -> negotiate(Negotiation.initiator(List.of("/a", "/b")), in)),
                target("noise-answer", ChannelTargets::noiseAnswer),
                target("noise-ask", ChannelTargets::noiseAsk),
                declared("noise-payload", in -> Hidden.call(PAYLOAD, in, new byte[32]) != null),
                target("noise-frames", ChannelTargets::noiseFrames),
                target("yamux-server", in -> yamux(false, in)),
                target("yamux-client", in -> yamux(true, in)));
    }

    /** One that tells what is wrong by its result and never throws. */
    private static FuzzTarget target(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(), decoder);
    }

    private static FuzzTarget declared(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(MalformedException.class), decoder);
    }

    private static boolean negotiate(Negotiation negotiation, byte[] input) {
        byte[] _ = negotiation.start();
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.hasRemaining()) {
            int before = in.remaining();
            switch (negotiation.receive(in)) {
                case Negotiation.NeedMore _ -> law(in.remaining() < before, "it goes on");
                case Negotiation.Agreed _ -> {
                    return true;
                }
                case Negotiation.Refused _, Negotiation.Failed _ -> {
                    return false;
                }
            }
        }
        return false;
    }

    static RandomSource random(long seed) {
        return new Random(seed)::nextBytes;
    }

    static SigningKey identity(int number) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SigningKey.ofSeed(SecretBytes.takeOver(seed));
    }

    static NoiseHandshake initiator() {
        return NoiseHandshake.initiator(
                identity(1), Optional.empty(), List.of("/yamux/1.0.0"), random(1));
    }

    static NoiseHandshake responder() {
        return NoiseHandshake.responder(identity(2), List.of("/yamux/1.0.0"), random(2));
    }

    private static boolean noiseAnswer(byte[] input) {
        try (NoiseHandshake handshake = responder()) {
            return shake(handshake, input);
        }
    }

    private static boolean noiseAsk(byte[] input) {
        try (NoiseHandshake handshake = initiator()) {
            byte[] _ = handshake.start();
            return shake(handshake, input);
        }
    }

    private static boolean shake(NoiseHandshake handshake, byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.hasRemaining()) {
            switch (handshake.receive(in)) {
                case NoiseHandshake.NeedMore _ -> {}
                case NoiseHandshake.Failed _ -> {
                    return false;
                }
                case NoiseHandshake.Complete(byte[] _, NoiseSession session) -> {
                    session.close();
                    return true;
                }
            }
        }
        return false;
    }

    /** Both ends of a channel whose keys are the same every time. */
    record Channel(NoiseSession asking, NoiseSession answering) {
        static Channel make() {
            NoiseHandshake one = initiator();
            NoiseHandshake two = responder();
            byte[] second = sent(two.receive(ByteBuffer.wrap(one.start())));
            var first = (NoiseHandshake.Complete) one.receive(ByteBuffer.wrap(second));
            var last = (NoiseHandshake.Complete) two.receive(ByteBuffer.wrap(first.toSend()));
            return new Channel(first.session(), last.session());
        }

        private static byte[] sent(NoiseHandshake.Step step) {
            return ((NoiseHandshake.NeedMore) step).toSend();
        }
    }

    private static boolean noiseFrames(byte[] input) {
        Channel channel = Channel.make();
        try (NoiseSession asking = channel.asking();
                NoiseSession answering = channel.answering()) {
            law(asking != answering, "two ends");
            return answering.receive(ByteBuffer.wrap(input), plain -> {})
                    instanceof NoiseSession.Ok;
        }
    }

    private static boolean yamux(boolean client, byte[] input) {
        Yamux yamux = Yamux.create(client, YamuxConfig.DEFAULT);
        boolean[] failed = new boolean[1];
        YamuxListener listener = new Consumer(yamux, failed);
        if (client) {
            yamux.openStream();
            yamux.drainOutput(DRAIN_BYTES, ByteBuffer.allocate(65_519), out -> {}, listener);
        }
        int half = input.length / 2;
        yamux.receive(ByteBuffer.wrap(input, 0, half), listener);
        yamux.receive(ByteBuffer.wrap(input, half, input.length - half), listener);
        yamux.drainOutput(DRAIN_BYTES, ByteBuffer.allocate(65_519), out -> {}, listener);
        law(yamux.streamCount() <= YamuxConfig.DEFAULT.inboundStreamCount() + 1, "bounded streams");
        return !failed[0];
    }

    /** Uses data up at once; answers an end with its own. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Consumer(Yamux yamux, boolean[] failedFlag) implements YamuxListener {
        @Override
        public void opened(int stream) {
            yamux.write(stream, ByteBuffer.wrap(new byte[] {1}));
        }

        @Override
        public void data(int stream, ByteBuffer data) {
            yamux.consumed(stream, data.remaining());
        }

        @Override
        public void remoteClosed(int stream) {
            yamux.closeWrite(stream);
        }

        @Override
        public void reset(int stream) {}

        @Override
        public void writable(int stream) {}

        @Override
        public void pong(int value) {}

        @Override
        public void goAway(int code) {}

        @Override
        public void failed(String why) {
            failedFlag[0] = true;
        }
    }
}
