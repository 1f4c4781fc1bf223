package io.shardmesh.libp2p.noise;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.channel.FrameSealer;
import io.shardmesh.crypto.channel.X25519KeyPair;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One Noise XX handshake with libp2p's identity payloads, either side (libp2p specs,
 * noise/README.md; Noise specification revision 34).
 *
 * <p>Send {@link #start}, hand received bytes to {@link #receive} and send what it answers, until
 * it answers {@link Complete} or {@link Failed}. The three messages are {@code e}; {@code e, ee, s,
 * es} and payload; {@code s, se} and payload. The static Noise key is fresh for every handshake:
 * what counts is the identity key that signs it. There is no clock here: a limit on the whole
 * handshake is its owner's. Not thread-safe.
 */
public final class NoiseHandshake implements AutoCloseable {
    /** The id that this handshake is negotiated by. */
    public static final String PROTOCOL = "/noise";

    /**
     * Longest handshake message taken: an RSA identity of 8192 bits with its signature needs about
     * 2.5 KiB, the rest is room for extensions. A stranger can make us keep no more than this.
     */
    public static final int MAX_MESSAGE_BYTES = 8192;

    private static final String NOISE_NAME = "Noise_XX_25519_ChaChaPoly_SHA256";
    private static final int KEY_BYTES = X25519KeyPair.SIZE_BYTES;
    private static final int SEALED_KEY_BYTES = KEY_BYTES + FrameSealer.TAG_BYTES;

    /** What follows from the bytes received. */
    public sealed interface Step {}

    /** Send these bytes, which may be none, and go on. */
    @SuppressWarnings("ArrayRecordComponent") // handed over to be sent, never compared
    public record NeedMore(byte[] toSend) implements Step {}

    /** Send these bytes; the channel stands, and what is left in the buffer is its first frames. */
    @SuppressWarnings("ArrayRecordComponent") // handed over to be sent, never compared
    public record Complete(byte[] toSend, NoiseSession session) implements Step {}

    /** The connection must end; the reason is for our log, never for the other side. */
    public record Failed(String why) implements Step {}

    private enum Phase {
        FIRST,
        SECOND,
        THIRD,
        OVER
    }

    private final SigningKey identity;
    private final Optional<PeerId> expected;
    private final List<String> muxers;
    private final boolean initiator;
    private final X25519KeyPair staticKey;
    private final X25519KeyPair ephemeralKey;
    private final SymmetricState state = new SymmetricState(NOISE_NAME);
    private final FrameReader frames = new FrameReader();
    private byte[] remoteEphemeral = {};
    private Phase phase;

    private NoiseHandshake(
            boolean initiator,
            SigningKey identity,
            Optional<PeerId> expected,
            List<String> muxers,
            RandomSource random) {
        this.initiator = initiator;
        this.identity = identity;
        this.expected = expected;
        this.muxers = List.copyOf(muxers);
        this.staticKey = X25519KeyPair.generate(random);
        this.ephemeralKey = X25519KeyPair.generate(random);
        this.phase = initiator ? Phase.SECOND : Phase.FIRST;
    }

    /**
     * The side that opened the connection.
     *
     * @param identity our identity; stays the caller's and must live until the handshake is over
     * @param expected the peer that must answer, or empty to learn who does
     * @param muxers muxer ids in order of preference for the early choice; none leaves the choice
     *     to a negotiation inside the channel. With several common ones js may choose another than
     *     we do, so offer one
     */
    public static NoiseHandshake initiator(
            SigningKey identity,
            Optional<PeerId> expected,
            List<String> muxers,
            RandomSource random) {
        return new NoiseHandshake(true, identity, expected, muxers, random);
    }

    /** The side that accepted the connection; arguments as for {@link #initiator}. */
    public static NoiseHandshake responder(
            SigningKey identity, List<String> muxers, RandomSource random) {
        return new NoiseHandshake(false, identity, Optional.empty(), muxers, random);
    }

    /** The bytes to send first: message 1 from the initiator, none from the responder. Once. */
    public byte[] start() {
        if (!initiator) {
            return new byte[0];
        }
        state.mixHash(ephemeralKey.publicKey());
        state.mixHash(new byte[0]); // the empty payload, not encrypted yet
        return framed(ephemeralKey.publicKey());
    }

    /**
     * Takes bytes from the other side, in pieces of any size.
     *
     * @param in consumed up to the end of the last handshake message and not further
     * @throws IllegalStateException when the handshake was over already
     */
    public Step receive(ByteBuffer in) {
        if (phase == Phase.OVER) {
            throw new IllegalStateException("handshake is over");
        }
        if (frames.expectedBytes(in) > MAX_MESSAGE_BYTES) {
            return fail("handshake message is over " + MAX_MESSAGE_BYTES + " bytes");
        }
        Optional<ByteBuffer> frame = frames.read(in);
        if (frame.isEmpty()) {
            return new NeedMore(new byte[0]);
        }
        byte[] message = new byte[frame.get().remaining()];
        frame.get().get(message);
        try {
            return take(message);
        } catch (MalformedException malformed) {
            return fail(String.valueOf(malformed.getMessage()));
        }
    }

    /** Wipes the keys of a handshake that is given up; one that is over has wiped them already. */
    @Override
    public void close() {
        phase = Phase.OVER;
        staticKey.close();
        ephemeralKey.close();
        state.close();
    }

    private Step fail(String why) {
        close();
        return new Failed(why);
    }

    private Step take(byte[] message) {
        return switch (phase) {
            case FIRST -> takeFirst(message);
            case SECOND -> takeSecond(message);
            case THIRD -> takeThird(message);
            case OVER -> throw new IllegalStateException("handshake is over");
        };
    }

    /** Responder: reads {@code e}, answers {@code e, ee, s, es} and our payload. */
    private Step takeFirst(byte[] message) {
        if (message.length != KEY_BYTES) {
            throw new MalformedException("first handshake message is not a key alone");
        }
        remoteEphemeral = message;
        state.mixHash(remoteEphemeral);
        state.mixHash(new byte[0]);
        state.mixHash(ephemeralKey.publicKey());
        mixKey(ephemeralKey, remoteEphemeral);
        byte[] sealedStatic = state.encryptAndHash(staticKey.publicKey());
        mixKey(staticKey, remoteEphemeral);
        phase = Phase.THIRD;
        return new NeedMore(framed(ephemeralKey.publicKey(), sealedStatic, sealedPayload()));
    }

    /** Initiator: reads {@code e, ee, s, es} and payload, answers {@code s, se} and our payload. */
    private Step takeSecond(byte[] message) {
        remoteEphemeral = part(message, 0, KEY_BYTES);
        state.mixHash(remoteEphemeral);
        mixKey(ephemeralKey, remoteEphemeral);
        byte[] remoteStatic = open(part(message, KEY_BYTES, SEALED_KEY_BYTES));
        mixKey(ephemeralKey, remoteStatic);
        HandshakePayload remote = openPayload(message, KEY_BYTES + SEALED_KEY_BYTES, remoteStatic);
        if (expected.isPresent() && !expected.get().equals(remote.peer())) {
            throw new MalformedException("another peer answered: " + remote.peer());
        }
        Optional<String> muxer = chooseMuxer(muxers, remote.muxers());
        byte[] sealedStatic = state.encryptAndHash(staticKey.publicKey());
        mixKey(staticKey, remoteEphemeral);
        byte[] toSend = framed(sealedStatic, sealedPayload());
        return complete(toSend, remote, muxer);
    }

    /** Responder: reads {@code s, se} and payload. */
    private Step takeThird(byte[] message) {
        byte[] remoteStatic = open(part(message, 0, SEALED_KEY_BYTES));
        mixKey(ephemeralKey, remoteStatic);
        HandshakePayload remote = openPayload(message, SEALED_KEY_BYTES, remoteStatic);
        return complete(new byte[0], remote, chooseMuxer(remote.muxers(), muxers));
    }

    private Step complete(byte[] toSend, HandshakePayload remote, Optional<String> muxer) {
        SecretBytes[] keys = state.split();
        try (SecretBytes initiatorKey = keys[0];
                SecretBytes responderKey = keys[1]) {
            NoiseSession session =
                    new NoiseSession(
                            remote,
                            state.handshakeHash(),
                            muxer,
                            initiator ? initiatorKey : responderKey,
                            initiator ? responderKey : initiatorKey);
            return new Complete(toSend, session);
        } finally {
            close();
        }
    }

    /** The first of the initiator's muxers that the responder has too. */
    private static Optional<String> chooseMuxer(List<String> initiators, List<String> responders) {
        if (initiators.isEmpty() || responders.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> chosen = initiators.stream().filter(responders::contains).findFirst();
        if (chosen.isEmpty()) {
            throw new MalformedException("no muxer in common");
        }
        return chosen;
    }

    private void mixKey(X25519KeyPair ours, byte[] theirs) {
        state.mixKey(
                ours.agree(theirs).orElseThrow(() -> new MalformedException("key of small order")));
    }

    private byte[] sealedPayload() {
        return state.encryptAndHash(
                HandshakePayload.encode(identity, staticKey.publicKey(), muxers));
    }

    private HandshakePayload openPayload(byte[] message, int from, byte[] remoteStatic) {
        byte[] sealed = part(message, from, message.length - from);
        return HandshakePayload.decode(open(sealed), remoteStatic);
    }

    private byte[] open(byte[] sealed) {
        return state.decryptAndHash(sealed)
                .orElseThrow(() -> new MalformedException("handshake message is not authentic"));
    }

    private static byte[] part(byte[] message, int from, int length) {
        if (length < 0 || message.length - from < length) {
            throw new MalformedException("handshake message is cut short");
        }
        return Arrays.copyOfRange(message, from, from + length);
    }

    private static byte[] framed(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(FrameReader.LENGTH_BYTES + length);
        out.write(length >> 8);
        out.write(length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
