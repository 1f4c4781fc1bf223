package io.shardmesh.libp2p.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.Buffers;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.noise.NoiseSession.Failed;
import io.shardmesh.libp2p.noise.NoiseSession.Ok;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class NoiseProperties {
    private static final RandomSource RANDOM = new Random(3)::nextBytes;
    private static final SigningKey KEY = SigningKey.generate(RANDOM);

    @Property(tries = 30)
    void session_overAChoppingPipe_losesNothing(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 200_000) Integer> sizes,
            @ForAll long seed) {
        NoisePair pair = NoisePair.connect(KEY, KEY, List.of(), List.of());
        Random random = new Random(seed);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int size : sizes) {
            byte[] plain = new byte[size];
            random.nextBytes(plain);
            sent.writeBytes(plain);
            pair.left()
                    .encrypt(
                            ByteBuffer.wrap(plain),
                            ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                            frame -> {
                                assertTrue(frame.remaining() <= 2 + 65535);
                                wire.writeBytes(Buffers.take(frame));
                            });
        }
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(wire.toByteArray());
        while (in.hasRemaining()) {
            int bytes = Math.min(in.remaining(), 1 + random.nextInt(100_000));
            ByteBuffer piece = in.slice(in.position(), bytes);
            in.position(in.position() + bytes);
            assertInstanceOf(
                    Ok.class,
                    pair.right().receive(piece, p -> received.writeBytes(Buffers.take(p))));
            assertEquals(0, piece.remaining());
        }
        assertArrayEquals(sent.toByteArray(), received.toByteArray());
    }

    @Property(tries = 60)
    void session_anyFlippedBit_failsForEver(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 5000) int bit) {
        NoisePair pair = NoisePair.connect(KEY, KEY, List.of(), List.of());
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        pair.left()
                .encrypt(
                        ByteBuffer.allocate(size),
                        ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                        frame -> wire.writeBytes(Buffers.take(frame)));
        pair.left()
                .encrypt(
                        ByteBuffer.allocate(size),
                        ByteBuffer.allocate(NoiseSession.FRAME_BYTES),
                        frame -> wire.writeBytes(Buffers.take(frame)));
        byte[] bytes = wire.toByteArray();
        int flipped = 16 + bit % (8 * (size + 16)); // within the first frame, behind its length
        bytes[flipped / 8] ^= (byte) (1 << flipped % 8);
        Object result =
                pair.right()
                        .receive(
                                ByteBuffer.wrap(bytes),
                                plain -> {
                                    throw new AssertionError("opened a changed frame");
                                });
        assertInstanceOf(Failed.class, result);
    }

    @Property(tries = 300)
    void handshake_randomBytes_neverThrow(@ForAll @Size(max = 200) byte[] bytes) {
        byte[] framed = new byte[bytes.length + 2];
        framed[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 2, bytes.length);
        for (byte[] input : List.of(bytes, framed)) {
            NoiseHandshake initiator =
                    NoiseHandshake.initiator(KEY, Optional.empty(), List.of(), RANDOM);
            initiator.start();
            assertNotNull(initiator.receive(ByteBuffer.wrap(input)));
            NoiseHandshake responder = NoiseHandshake.responder(KEY, List.of(), RANDOM);
            assertNotNull(responder.receive(ByteBuffer.wrap(input)));
        }
    }

    @Property(tries = 300)
    void payload_randomChangeOfAGoodOne_isReadOrMalformed(
            @ForAll @IntRange(max = 130) int index, @ForAll byte value) {
        byte[] staticKey = new byte[32];
        byte[] payload = HandshakePayload.encode(KEY, staticKey, List.of("/yamux/1.0.0"));
        payload[index % payload.length] = value;
        try {
            assertNotNull(HandshakePayload.decode(payload, staticKey).peer());
        } catch (MalformedException expected) {
            assertNotNull(expected);
        }
    }
}
