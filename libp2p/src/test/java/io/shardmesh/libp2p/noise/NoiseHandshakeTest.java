package io.shardmesh.libp2p.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.Buffers;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.noise.NoiseHandshake.Complete;
import io.shardmesh.libp2p.noise.NoiseHandshake.Failed;
import io.shardmesh.libp2p.noise.NoiseHandshake.NeedMore;
import io.shardmesh.libp2p.noise.NoiseHandshake.Step;
import io.shardmesh.libp2p.noise.NoiseSession.Ok;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NoiseHandshakeTest {
    private static final RandomSource RANDOM = new Random(42)::nextBytes;
    private static final SigningKey ALICE = SigningKey.generate(RANDOM);
    private static final SigningKey BOB = SigningKey.generate(RANDOM);
    private static final List<String> YAMUX = List.of("/yamux/1.0.0");

    @Test
    void handshake_bothSides_knowEachOtherAndShareTheHash() {
        NoisePair pair = NoisePair.connect(ALICE, BOB, YAMUX, YAMUX);
        assertEquals(PeerId.of(BOB.verifyingKey()), pair.left().remote());
        assertEquals(PeerId.of(ALICE.verifyingKey()), pair.right().remote());
        assertArrayEquals(pair.left().handshakeHash(), pair.right().handshakeHash());
        NoisePair other = NoisePair.connect(ALICE, BOB, YAMUX, YAMUX);
        assertTrue(!Arrays.equals(pair.left().handshakeHash(), other.left().handshakeHash()));
    }

    @Test
    void muxer_earlyChoice_isFirstOfTheInitiators() {
        List<String> initiators = List.of("/a", "/b", "/c");
        NoisePair both = NoisePair.connect(ALICE, BOB, initiators, List.of("/c", "/b"));
        assertEquals(Optional.of("/b"), both.left().muxer());
        assertEquals(Optional.of("/b"), both.right().muxer());
        NoisePair none = NoisePair.connect(ALICE, BOB, initiators, List.of());
        assertEquals(Optional.empty(), none.left().muxer());
        assertEquals(Optional.empty(), none.right().muxer());
    }

    @Test
    void muxer_listsWithoutOverlap_fail() {
        NoiseHandshake initiator = initiator(Optional.empty(), List.of("/a"));
        Step step = answerOfResponder(initiator, List.of("/b"));
        assertEquals("no muxer in common", assertInstanceOf(Failed.class, step).why());
    }

    @Test
    void initiator_otherPeerThanExpected_failsBeforeItSaysWhoItIs() {
        NoiseHandshake initiator = initiator(Optional.of(PeerId.of(ALICE.verifyingKey())), YAMUX);
        assertInstanceOf(Failed.class, answerOfResponder(initiator, YAMUX));
        assertThrows(IllegalStateException.class, () -> initiator.receive(ByteBuffer.allocate(2)));
    }

    @Test
    void initiator_expectedPeer_completes() {
        NoiseHandshake initiator = initiator(Optional.of(PeerId.of(BOB.verifyingKey())), YAMUX);
        assertInstanceOf(Complete.class, answerOfResponder(initiator, YAMUX));
    }

    @Test
    void responder_keyOfSmallOrder_fails() {
        byte[] zeroKey = new byte[34];
        zeroKey[1] = 32;
        byte[] order8 =
                HexFormat.of()
                        .parseHex(
                                "0020"
                                        + "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
        for (byte[] message : List.of(zeroKey, order8)) {
            Step step = responder().receive(ByteBuffer.wrap(message));
            assertEquals("key of small order", assertInstanceOf(Failed.class, step).why());
        }
    }

    @Test
    void responder_firstMessageOfOtherLength_fails() {
        assertInstanceOf(Failed.class, responder().receive(ByteBuffer.wrap(new byte[] {0, 0})));
        byte[] withPayload = new byte[35];
        withPayload[1] = 33;
        assertInstanceOf(Failed.class, responder().receive(ByteBuffer.wrap(withPayload)));
    }

    @Test
    void responder_messageOverTheBound_failsByItsLength() {
        byte[] length = {(byte) 0xff, (byte) 0xff};
        assertInstanceOf(Failed.class, responder().receive(ByteBuffer.wrap(length)));
    }

    @Test
    void initiator_anyBitFlippedInAnswer_fails() {
        int answerBytes = send(responder(), initiator(Optional.empty(), YAMUX).start()).length;
        for (int index = 2; index < answerBytes; index += 7) {
            NoiseHandshake again = initiator(Optional.empty(), YAMUX);
            byte[] fresh = send(responder(), again.start());
            fresh[index] ^= 0x10;
            assertInstanceOf(Failed.class, again.receive(ByteBuffer.wrap(fresh)), "byte " + index);
        }
    }

    @Test
    void responder_anyBitFlippedInLastMessage_fails() {
        for (int index = 2; index < 150; index += 13) {
            NoiseHandshake initiator = initiator(Optional.empty(), YAMUX);
            NoiseHandshake responder = responder();
            byte[] answer = send(responder, initiator.start());
            Step step = initiator.receive(ByteBuffer.wrap(answer));
            byte[] last = assertInstanceOf(Complete.class, step).toSend();
            last[index] ^= 1;
            assertInstanceOf(Failed.class, responder.receive(ByteBuffer.wrap(last)));
        }
    }

    @Test
    void responder_framesBehindLastMessage_stayForTheSession() {
        NoiseHandshake initiator = initiator(Optional.empty(), YAMUX);
        NoiseHandshake responder = responder();
        byte[] answer = send(responder, initiator.start());
        Complete left =
                assertInstanceOf(Complete.class, initiator.receive(ByteBuffer.wrap(answer)));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(left.toSend());
        left.session()
                .encrypt(
                        ByteBuffer.wrap(new byte[] {5}),
                        ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                        frame -> sent.writeBytes(Buffers.take(frame)));
        ByteBuffer in = ByteBuffer.wrap(sent.toByteArray());
        Complete right = assertInstanceOf(Complete.class, responder.receive(in));
        assertInstanceOf(
                Ok.class, right.session().receive(in, plain -> assertEquals(5, plain.get())));
    }

    private static Step answerOfResponder(NoiseHandshake initiator, List<String> muxers) {
        NoiseHandshake responder = NoiseHandshake.responder(BOB, muxers, RANDOM);
        return initiator.receive(ByteBuffer.wrap(send(responder, initiator.start())));
    }

    private static byte[] send(NoiseHandshake to, byte[] message) {
        Step step = to.receive(ByteBuffer.wrap(message));
        return assertInstanceOf(NeedMore.class, step).toSend();
    }

    private static NoiseHandshake initiator(Optional<PeerId> expected, List<String> muxers) {
        return NoiseHandshake.initiator(ALICE, expected, muxers, RANDOM);
    }

    private static NoiseHandshake responder() {
        return NoiseHandshake.responder(BOB, YAMUX, RANDOM);
    }
}
