package io.shardmesh.crypto.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SeededRandom;
import io.shardmesh.crypto.VectorCase;
import io.shardmesh.crypto.VectorFile;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The cipher put together by us against the JDK's, which is the reference. */
final class FrameCipherProperties {
    private static final int LONGEST_BYTES = 65519;
    private static final int TAG_BYTES = Poly1305.TAG_BYTES;

    private final SeededRandom random = new SeededRandom(8);
    private final byte[] key = random.bytes(32);

    /** A new one for each frame: the JDK refuses a counter that comes twice. */
    private FrameCipher jdk() {
        return new JdkFrameCipher(key);
    }

    private FrameCipher limbs() {
        return new LimbFrameCipher(key);
    }

    @Example
    void seal_everyLength_equalsTheJdk() {
        IntStream.concat(IntStream.rangeClosed(0, 300), IntStream.of(4096, LONGEST_BYTES))
                .forEach(count -> sealsAlike(count, random.bytes(count)));
    }

    private void sealsAlike(int count, byte[] plain) {
        byte[] expected = sealed(jdk(), count, plain);
        assertArrayEquals(expected, sealed(limbs(), count, plain));
        ByteBuffer opened = ByteBuffer.allocate(count);
        assertTrue(limbs().open(count, ByteBuffer.wrap(expected), opened));
        assertArrayEquals(plain, opened.array());
    }

    @Example
    void seal_vectorsWithoutAssociatedData_equalsOpenSsl() {
        int seen = 0;
        for (VectorCase vector : VectorFile.cases("primitives.txt", "kind", "chacha")) {
            if (vector.bytes("ad").length == 0) {
                long counter = Long.parseLong(vector.text("counter"));
                var cipher = new LimbFrameCipher(vector.bytes("key"));
                assertArrayEquals(
                        vector.bytes("sealed"), sealed(cipher, counter, vector.bytes("plain")));
                seen++;
            }
        }
        assertEquals(2, seen);
    }

    /** Buffers that begin inside their arrays, lie outside the heap, or are read-only. */
    @Property(tries = 200)
    void sealAndOpen_anyKindsOfBuffers_touchNothingElse(
            @ForAll("lengths") int count,
            @ForAll boolean fromDirect,
            @ForAll boolean toDirect,
            @ForAll long counter) {
        byte[] plain = random.bytes(count);
        ByteBuffer from = buffer(fromDirect, count + 7).position(3).limit(3 + count);
        from.duplicate().put(plain);
        ByteBuffer to = buffer(toDirect, count + TAG_BYTES + 9).position(5);
        limbs().seal(counter, from.asReadOnlyBuffer(), to);
        assertEquals(5 + count + TAG_BYTES, to.position());
        assertEquals(0, to.getInt(to.position()), "written behind the tag");
        ByteBuffer frame = to.flip().position(5).slice();
        assertEquals(ByteBuffer.wrap(sealed(jdk(), counter, plain)), frame);

        ByteBuffer back = buffer(fromDirect, count + 4);
        assertTrue(limbs().open(counter, frame, back));
        assertFalse(frame.hasRemaining());
        assertEquals(0, back.getInt(count), "written behind the plaintext");
        assertEquals(ByteBuffer.wrap(plain), back.flip());
    }

    @Property(tries = 100)
    void sealAndOpen_inPlace_giveTheSame(@ForAll("lengths") int count, @ForAll long counter) {
        byte[] plain = random.bytes(count);
        ByteBuffer both = ByteBuffer.allocate(count + TAG_BYTES).put(plain).rewind();
        limbs().seal(counter, both.slice(0, count), both.duplicate());
        assertArrayEquals(sealed(jdk(), counter, plain), both.array());
        assertTrue(limbs().open(counter, both.duplicate(), both.duplicate()));
        assertEquals(ByteBuffer.wrap(plain), both.slice(0, count));
    }

    /** Whatever bit is wrong: no plaintext. */
    @Property(tries = 200)
    void open_oneBitChanged_refusesBeforeAnyPlaintext(
            @ForAll("lengths") int count, @ForAll int place, @ForAll boolean direct) {
        byte[] plain = random.bytes(count);
        byte[] frame = sealed(jdk(), 1, plain);
        ByteBuffer changed = buffer(direct, frame.length).put(frame).flip();
        int at = Math.floorMod(place, frame.length);
        changed.put(at, (byte) (frame[at] ^ (1 << (place >>> 29))));
        ByteBuffer out = ByteBuffer.allocate(count);
        assertFalse(limbs().open(1, changed, out));
        assertEquals(0, out.position());
        if (!direct) {
            assertArrayEquals(new byte[count], out.array());
        } else if (count >= Long.BYTES) {
            assertFalse(ByteBuffer.wrap(plain).equals(out), "plaintext of a refused frame");
        }
    }

    @Example
    void open_otherCounter_refuses() {
        byte[] frame = sealed(limbs(), 7, new byte[100]);
        assertFalse(limbs().open(8, ByteBuffer.wrap(frame), ByteBuffer.allocate(100)));
    }

    /** A wrong answer costs half or twice the CPU of all transfers, on machines we do not have. */
    @Example
    void jdkIsFaster_whereItHasMachineCodeOrNobodyKnows() {
        assertFalse(FrameCiphers.jdkIsFaster("amd64", "2"));
        assertFalse(FrameCiphers.jdkIsFaster("x86_64", "0"));
        assertTrue(FrameCiphers.jdkIsFaster("amd64", "3"));
        assertTrue(FrameCiphers.jdkIsFaster("amd64", null));
        assertTrue(FrameCiphers.jdkIsFaster("aarch64", null));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.integers().between(0, LONGEST_BYTES).edgeCases(edges -> edges.add(64));
    }

    private static byte[] sealed(FrameCipher cipher, long counter, byte[] plain) {
        ByteBuffer out = ByteBuffer.allocate(plain.length + TAG_BYTES);
        cipher.seal(counter, ByteBuffer.wrap(plain), out);
        return out.array();
    }

    private static ByteBuffer buffer(boolean direct, int count) {
        return direct ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
    }
}
