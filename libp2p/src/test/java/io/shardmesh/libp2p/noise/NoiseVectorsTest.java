package io.shardmesh.libp2p.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.Buffers;
import io.shardmesh.libp2p.VectorFile;
import io.shardmesh.libp2p.noise.NoiseHandshake.Complete;
import io.shardmesh.libp2p.noise.NoiseHandshake.NeedMore;
import io.shardmesh.libp2p.noise.proto.NoiseMessages.NoiseHandshakePayload;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NoiseVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String MUXER = "/yamux/1.0.0";

    @Test
    void handshake_fixedRandomness_isTheTranscriptOfJs() {
        NoiseHandshake initiator =
                NoiseHandshake.initiator(
                        key("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
                        Optional.empty(),
                        List.of(MUXER),
                        scalars(0x11, 0x12));
        NoiseHandshake responder =
                NoiseHandshake.responder(key("07".repeat(32)), List.of(MUXER), scalars(0x21, 0x22));
        byte[] first = initiator.start();
        assertMessage(1, first);
        NeedMore second =
                assertInstanceOf(NeedMore.class, responder.receive(ByteBuffer.wrap(first)));
        assertMessage(2, second.toSend());
        Complete third =
                assertInstanceOf(
                        Complete.class, initiator.receive(ByteBuffer.wrap(second.toSend())));
        assertMessage(3, third.toSend());
        Complete end =
                assertInstanceOf(
                        Complete.class, responder.receive(ByteBuffer.wrap(third.toSend())));
        assertSession("initiator", third.session());
        assertSession("responder", end.session());
    }

    private static void assertSession(String name, NoiseSession session) {
        String hash = VectorFile.lines("noise-xx.txt", "hash").getFirst().getFirst();
        assertEquals(hash, HEX.formatHex(session.handshakeHash()));
        assertEquals(Optional.of(MUXER), session.muxer());
        for (List<String> line : VectorFile.lines("noise-xx.txt", "frame")) {
            if (line.get(0).equals(name)) {
                session.encrypt(
                        ByteBuffer.wrap(HEX.parseHex(line.get(2))),
                        ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                        frame -> assertEquals(line.get(3), withoutLength(Buffers.take(frame))));
            }
        }
    }

    @Test
    void identitySignature_ofVector_isOverTheStaticKey() throws Exception {
        List<String> line = VectorFile.lines("noise-xx.txt", "identity-signature").getFirst();
        byte[] payload =
                HandshakePayload.encode(key(line.get(0)), HEX.parseHex(line.get(1)), List.of());
        byte[] signature = NoiseHandshakePayload.parseFrom(payload).getIdentitySig().toByteArray();
        assertEquals(line.get(2), HEX.formatHex(signature));
    }

    private static void assertMessage(int number, byte[] framed) {
        List<String> line = VectorFile.lines("noise-xx.txt", "message").get(number - 1);
        assertEquals(line.get(1), withoutLength(framed));
        assertEquals(framed.length - 2, ByteBuffer.wrap(framed).getShort());
    }

    private static String withoutLength(byte[] framed) {
        return HEX.formatHex(framed, 2, framed.length);
    }

    private static SigningKey key(String seed) {
        return SigningKey.ofSeed(SecretBytes.copyOf(HEX.parseHex(seed)));
    }

    /** Gives out the static scalar and then the ephemeral one. */
    private static RandomSource scalars(int first, int second) {
        int[] fills = {first, second};
        int[] index = {0};
        return out -> Arrays.fill(out, (byte) fills[index[0]++]);
    }
}
