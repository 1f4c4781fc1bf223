package io.shardmesh.libp2p.multiformats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class MultiformatsProperties {
    @Property(tries = 500)
    void varint_anyValue_comesBackInNineBytesAtMost(@ForAll @LongRange(min = 0) long value) {
        byte[] bytes = Varint.encode(value);
        assertTrue(bytes.length <= Varint.MAX_BYTES);
        assertEquals(value, Varint.read(ByteBuffer.wrap(bytes)));
        for (int cut = 0; cut < bytes.length; cut++) {
            ByteBuffer part = ByteBuffer.wrap(bytes, 0, cut);
            assertTrue(Varint.tryRead(part).isEmpty());
            assertEquals(0, part.position());
        }
    }

    @Property(tries = 500)
    void varint_randomBytes_haveOneEncoding(@ForAll @Size(max = 12) byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            long value = Varint.read(in);
            assertEquals(in.position(), Varint.size(value));
        } catch (MalformedException expected) {
            assertNotNull(expected);
        }
    }

    @Property(tries = 300)
    void base58AndBase32_anyBytes_comeBack(@ForAll @Size(max = 60) byte[] bytes) {
        assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes), 100));
        assertArrayEquals(bytes, Base32.decode(Base32.encode(bytes)));
    }

    @Property(tries = 500)
    void base32_anyLetters_haveOneTextPerBytes(@ForAll("base32Text") String text) {
        try {
            assertEquals(text, Base32.encode(Base32.decode(text)));
        } catch (MalformedException expected) {
            assertTrue(text.length() > 0);
        }
    }

    @Provide
    Arbitrary<String> base32Text() {
        return Arbitraries.strings().withChars("ab7").ofMaxLength(12);
    }

    @Property(tries = 1000)
    void multiaddr_randomComponents_areReadOrMalformed(@ForAll("addressBytes") byte[] bytes) {
        try {
            Multiaddr address = Multiaddr.decode(bytes);
            assertArrayEquals(bytes, address.bytes());
            assertEquals(address, Multiaddr.parse(address.toString()));
        } catch (MalformedException expected) {
            assertTrue(Multiaddr.decodeReadable(java.util.List.of(bytes)).isEmpty());
        }
    }

    /** Known codes with random values behind them get far deeper than random bytes alone. */
    @Provide
    Arbitrary<byte[]> addressBytes() {
        Arbitrary<byte[]> component =
                Arbitraries.of(AddressProtocol.values())
                        .flatMap(protocol ->
                                Arbitraries.bytes()
                                        .array(byte[].class)
                                        .ofMaxSize(20)
                                        .map(value -> component(protocol, value)));
        return component
                .list()
                .ofMaxSize(4)
                .map(parts -> {
                    ByteBuffer out = ByteBuffer.allocate(200);
                    parts.forEach(out::put);
                    return java.util.Arrays.copyOf(out.array(), out.position());
                });
    }

    private static byte[] component(AddressProtocol protocol, byte[] value) {
        AddressValue kind = protocol.value();
        byte[] fitted =
                switch (kind) {
                    case NONE -> new byte[0];
                    case BYTE -> java.util.Arrays.copyOf(value, 1);
                    case PORT -> java.util.Arrays.copyOf(value, 2);
                    case IP4 -> java.util.Arrays.copyOf(value, 4);
                    case IP6 -> java.util.Arrays.copyOf(value, 16);
                    case NAME, PATH, PEER, MULTIBASE -> value;
                };
        AddressPart part = new AddressPart(protocol, fitted);
        ByteBuffer out = ByteBuffer.allocate(part.encodedBytes());
        part.write(out);
        return out.array();
    }

    @Property(tries = 500)
    void multiaddr_randomText_isReadOrMalformed(@ForAll @Size(max = 60) String text) {
        try {
            Multiaddr address = Multiaddr.parse("/dns/" + text);
            assertEquals(address, Multiaddr.decode(address.bytes()));
        } catch (MalformedException expected) {
            assertNotNull(expected);
        }
    }

    @Property(tries = 500)
    void peerId_randomBytes_areReadOrMalformed(@ForAll @Size(max = 50) byte[] bytes) {
        byte[] marked = bytes.clone();
        if (marked.length > 1) {
            marked[0] = (byte) (marked[0] & 0x12);
            marked[1] = (byte) (marked.length - 2);
        }
        try {
            assertArrayEquals(marked, PeerId.ofMultihash(marked).bytes());
        } catch (MalformedException expected) {
            assertNotNull(expected);
        }
    }

    @Property(tries = 500)
    void publicKeys_randomKeyAndSignature_neverVerify(
            @ForAll("keyMessages") byte[] key, @ForAll @Size(max = 80) byte[] signature) {
        boolean valid;
        try {
            valid = PublicKeys.verify(key, new byte[] {1}, signature);
        } catch (MalformedException expected) {
            valid = false;
        }
        assertEquals(false, valid);
    }

    @Provide
    Arbitrary<byte[]> keyMessages() {
        return Arbitraries.of(PublicKeyMessage.Type.values())
                .flatMap(type ->
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofMinSize(32)
                                .ofMaxSize(33)
                                .map(data -> new PublicKeyMessage(type, data).encode()));
    }
}
