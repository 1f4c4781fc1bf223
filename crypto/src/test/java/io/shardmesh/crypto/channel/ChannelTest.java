package io.shardmesh.crypto.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SeededRandom;
import io.shardmesh.crypto.VectorCase;
import io.shardmesh.crypto.VectorFile;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
    private static final byte[] NONE = {};

    private final SeededRandom random = new SeededRandom(21);
    private final SecretBytes key = SecretBytes.random(32, random);

    static List<VectorCase> messages() {
        return VectorFile.cases("primitives.txt", "kind", "chacha");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void seal_vector_equalsOpenSslAndOpens(VectorCase vector) {
        SecretBytes vectorKey = vector.secret("key");
        long counter = Long.parseLong(vector.text("counter"));
        byte[] ad = vector.bytes("ad");
        byte[] sealed = ChaChaPoly.seal(vectorKey, counter, ad, vector.bytes("plain"));
        assertArrayEquals(vector.bytes("sealed"), sealed);
        assertArrayEquals(
                vector.bytes("plain"),
                ChaChaPoly.open(vectorKey, counter, ad, sealed).orElseThrow());
    }

    @Test
    void open_anyChange_refuses() {
        byte[] ad = {1};
        byte[] sealed = ChaChaPoly.seal(key, 3, ad, new byte[20]);
        assertEquals(Optional.empty(), ChaChaPoly.open(key, 4, ad, sealed));
        assertEquals(Optional.empty(), ChaChaPoly.open(key, 3, NONE, sealed));
        assertEquals(Optional.empty(), ChaChaPoly.open(key, 3, ad, new byte[15]));
        for (int i = 0; i < sealed.length; i++) {
            byte[] wrong = sealed.clone();
            wrong[i] ^= 1;
            assertEquals(Optional.empty(), ChaChaPoly.open(key, 3, ad, wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void frames_oneAfterTheOther_countFromZero(boolean direct) {
        FrameSealer sealer = FrameSealer.create(key);
        FrameOpener opener = FrameOpener.create(key);
        for (int frame = 0; frame < 4; frame++) {
            byte[] plain = random.bytes(frame * 1000);
            ByteBuffer sealed = buffer(direct, 4000);
            int written = sealer.seal(buffer(direct, plain.length).put(plain).flip(), sealed);
            assertEquals(plain.length + FrameSealer.TAG_BYTES, written);
            byte[] bytes = new byte[written];
            sealed.flip().duplicate().get(bytes);
            assertArrayEquals(ChaChaPoly.seal(key, frame, NONE, plain), bytes);
            ByteBuffer out = buffer(direct, 4000);
            assertTrue(opener.open(sealed, out));
            assertEquals(ByteBuffer.wrap(plain), out.flip());
        }
    }

    @Test
    void open_frameRepeated_failsAndShowsNothing() {
        ByteBuffer frame = ByteBuffer.allocate(116);
        FrameSealer.create(key).seal(ByteBuffer.allocate(100).put(new byte[] {7}).rewind(), frame);
        FrameOpener opener = FrameOpener.create(key);
        assertTrue(opener.open(frame.flip(), ByteBuffer.allocate(100)));
        ByteBuffer out = ByteBuffer.allocate(100);
        assertFalse(opener.open(frame.rewind(), out));
        assertEquals(ByteBuffer.allocate(100), out);
    }

    @Test
    void open_goodFrameBehindAChangedOne_failsToo() {
        FrameSealer sealer = FrameSealer.create(key);
        ByteBuffer changed = ByteBuffer.allocate(116);
        ByteBuffer good = ByteBuffer.allocate(116);
        sealer.seal(ByteBuffer.allocate(100), changed);
        sealer.seal(ByteBuffer.allocate(100), good);
        changed.put(50, (byte) (changed.get(50) ^ 1));
        FrameOpener opener = FrameOpener.create(key);
        assertFalse(opener.open(changed.flip(), ByteBuffer.allocate(100)));
        assertFalse(opener.open(good.flip(), ByteBuffer.allocate(100)));
    }

    @Test
    void open_frameShorterThanATag_fails() {
        assertFalse(FrameOpener.create(key).open(ByteBuffer.allocate(15), ByteBuffer.allocate(9)));
    }

    @Test
    void seal_withoutRoom_refusesAndCountsNothing() {
        FrameSealer sealer = FrameSealer.create(key);
        assertThrows(
                IllegalArgumentException.class,
                () -> sealer.seal(ByteBuffer.allocate(10), ByteBuffer.allocate(25)));
        ByteBuffer out = ByteBuffer.allocate(26);
        sealer.seal(ByteBuffer.allocate(10), out);
        assertArrayEquals(ChaChaPoly.seal(key, 0, NONE, new byte[10]), out.array());
    }

    @Test
    void close_ofSealerAndOpener_endsTheirUse() {
        FrameSealer sealer = FrameSealer.create(key);
        FrameOpener opener = FrameOpener.create(key);
        sealer.close();
        opener.close();
        ByteBuffer some = ByteBuffer.allocate(20);
        assertThrows(IllegalStateException.class, () -> sealer.seal(some, ByteBuffer.allocate(99)));
        assertThrows(IllegalStateException.class, () -> opener.open(some, ByteBuffer.allocate(99)));
    }

    @Test
    void agree_vector_equalsOpenSsl() {
        VectorCase vector = VectorFile.cases("primitives.txt", "kind", "x25519").getFirst();
        X25519KeyPair pair = X25519KeyPair.ofScalar(vector.secret("scalar"));
        assertArrayEquals(vector.bytes("public"), pair.publicKey());
        assertArrayEquals(
                vector.bytes("shared"), pair.agree(vector.bytes("theirs")).orElseThrow().expose());
    }

    /** Points of small order (RFC 7748 §6.1): zero, one, and one of order 8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "00"
            })
    void agree_pointOfSmallOrderOrWrongLength_refuses(String theirs) {
        X25519KeyPair pair = X25519KeyPair.generate(random);
        assertEquals(Optional.empty(), pair.agree(HexFormat.of().parseHex(theirs)));
    }

    private static ByteBuffer buffer(boolean direct, int count) {
        return direct ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
    }
}
