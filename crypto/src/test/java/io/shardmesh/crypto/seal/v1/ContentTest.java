package io.shardmesh.crypto.seal.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SeededRandom;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
    private static final byte[] HEADER = "the header of an object".getBytes(UTF_8);
    private static final int FULL = SealedLayout.SEGMENT_SEALED_BYTES;

    private final SeededRandom random = new SeededRandom(7);
    private final FileKey key = FileKey.generate(random);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 65_519, 65_520, 65_521, 131_040, 200_000})
    void open_whatWasSealed_givesItBack(int count) {
        byte[] plain = random.bytes(count);
        byte[] sealed = Sealing.seal(key, HEADER, plain);
        assertEquals(SealedLayout.sealedBytes(count), sealed.length);
        assertArrayEquals(plain, Sealing.open(key, HEADER, sealed).orElseThrow());
    }

    @Test
    void open_middleSegmentAlone_givesItBack() {
        byte[] plain = random.bytes(200_000);
        byte[] sealed = Sealing.seal(key, HEADER, plain);
        ByteBuffer out = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
        assertTrue(key.opener(HEADER).open(2, false, segment(sealed, 2), out));
        assertArrayEquals(Arrays.copyOfRange(plain, 131_040, 196_560), out.array());
    }

    @Test
    void open_directBuffers_equalsHeap() {
        byte[] plain = random.bytes(70_000);
        ByteBuffer in = ByteBuffer.allocateDirect(plain.length).put(plain).flip();
        ByteBuffer sealed = ByteBuffer.allocateDirect(70_032);
        ContentSealer sealer = key.sealer(HEADER);
        sealer.seal(in.duplicate().limit(65_520), false, sealed);
        sealer.seal(in.duplicate().position(65_520), true, sealed);
        byte[] bytes = new byte[70_032];
        sealed.flip().get(bytes);
        assertArrayEquals(plain, Sealing.open(key, HEADER, bytes).orElseThrow());
        ByteBuffer out = ByteBuffer.allocateDirect(65_520);
        assertTrue(key.opener(HEADER).open(0, false, sealed.clear().limit(FULL), out));
        assertEquals(in.limit(65_520), out.flip());
    }

    @Test
    void open_truncatedAtSegment_refuses() {
        byte[] sealed = Sealing.seal(key, HEADER, random.bytes(131_040));
        assertEquals(Optional.empty(), Sealing.open(key, HEADER, Arrays.copyOf(sealed, FULL)));
        assertFalse(opens(0, true, segment(sealed, 0)));
    }

    @Test
    void open_extendedBehindEnd_refuses() {
        byte[] sealed = Sealing.seal(key, HEADER, random.bytes(65_520));
        assertFalse(opens(0, false, segment(sealed, 0)));
    }

    @Test
    void open_segmentsSwapped_refuses() {
        byte[] sealed = Sealing.seal(key, HEADER, random.bytes(200_000));
        assertFalse(opens(0, false, segment(sealed, 1)));
        assertFalse(opens(1, false, segment(sealed, 0)));
    }

    @Test
    void open_otherHeader_refuses() {
        byte[] sealed = Sealing.seal(key, HEADER, random.bytes(100));
        byte[] other = HEADER.clone();
        other[0] ^= 1;
        assertEquals(Optional.empty(), Sealing.open(key, other, sealed));
    }

    @Test
    void open_anyFlippedByte_refusesAndShowsNothing() {
        byte[] plain = random.bytes(40);
        byte[] sealed = Sealing.seal(key, HEADER, plain);
        for (int i = 0; i < sealed.length; i++) {
            byte[] wrong = sealed.clone();
            wrong[i] ^= 0x20;
            ByteBuffer in = ByteBuffer.wrap(wrong);
            ByteBuffer out = ByteBuffer.allocate(100);
            assertFalse(key.opener(HEADER).open(0, true, in, out));
            assertEquals(0, in.position());
            assertEquals(0, out.position());
            assertArrayEquals(new byte[100], out.array());
        }
    }

    @Test
    void open_flippedBitInDirectFullSegment_showsNothing() {
        byte[] sealed = Sealing.seal(key, HEADER, random.bytes(65_520));
        sealed[FULL - 1] ^= 1;
        ByteBuffer in = ByteBuffer.allocateDirect(FULL).put(sealed).flip();
        ByteBuffer out = ByteBuffer.allocateDirect(65_520);
        assertFalse(key.opener(HEADER).open(0, true, in, out));
        assertEquals(ByteBuffer.allocate(65_520), out);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_519, 65_521})
    void seal_segmentThatIsNotFull_refusesUnlessLast(int count) {
        ContentSealer sealer = key.sealer(HEADER);
        ByteBuffer out = ByteBuffer.allocate(70_000);
        assertThrows(
                IllegalArgumentException.class,
                () -> sealer.seal(ByteBuffer.allocate(count), false, out));
        assertEquals(0, out.position());
    }

    @Test
    void seal_emptyLastBehindOthers_refuses() {
        ContentSealer sealer = key.sealer(HEADER);
        ByteBuffer out = ByteBuffer.allocate(2 * FULL);
        sealer.seal(ByteBuffer.allocate(65_520), false, out);
        assertThrows(
                IllegalArgumentException.class,
                () -> sealer.seal(ByteBuffer.allocate(0), true, out));
    }

    @Test
    void open_impossibleForeignInput_refusesWithoutThrowing() {
        byte[] sealed = Sealing.seal(key, HEADER, random.bytes(65_520));
        assertFalse(opens(-1, true, segment(sealed, 0)));
        assertFalse(opens(1L << 32, true, segment(sealed, 0)));
        assertFalse(opens(0, true, ByteBuffer.allocate(15)));
        assertFalse(opens(0, true, ByteBuffer.allocate(FULL + 1)));
        assertFalse(opens(1, true, ByteBuffer.allocate(16)));
    }

    private boolean opens(long index, boolean last, ByteBuffer segment) {
        ByteBuffer out = ByteBuffer.allocate(SealedLayout.SEGMENT_SEALED_BYTES);
        return key.opener(HEADER).open(index, last, segment, out);
    }

    private static ByteBuffer segment(byte[] sealed, int index) {
        return ByteBuffer.wrap(sealed, index * FULL, Math.min(FULL, sealed.length - index * FULL));
    }
}
