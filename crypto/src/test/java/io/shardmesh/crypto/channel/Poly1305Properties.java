package io.shardmesh.crypto.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Our arithmetic on words against the definition on whole numbers. */
final class Poly1305Properties {
    private static final BigInteger PRIME =
            BigInteger.ONE.shiftLeft(130).subtract(BigInteger.valueOf(5));
    private static final BigInteger CLAMP = new BigInteger("0ffffffc0ffffffc0ffffffc0fffffff", 16);
    private static final BigInteger TWO_128 = BigInteger.ONE.shiftLeft(128);

    /** RFC 8439, appendix A.3, those of whole blocks: sums next to the prime and to 2^128. */
    @Example
    void finish_rfcVectors_giveTheirTags() {
        String zeros = "00".repeat(16);
        String ones = "ff".repeat(16);
        String two = "02" + "00".repeat(15);
        String mixed = "0100000000000000" + "0400000000000000";
        String first = "e33594d7505e43b9" + "0000000000000000";
        String second = "3394d7505e4379cd" + "0100000000000000";
        String three = first + second + zeros;
        check(zeros + zeros, zeros.repeat(4), zeros);
        check(two + zeros, ones, "03" + "00".repeat(15));
        check(two + ones, two, "03" + "00".repeat(15));
        check(two + zeros, "fd" + "ff".repeat(15), "fa" + "ff".repeat(15));
        check(mixed + zeros, three + "01" + "00".repeat(15), "14000000000000005500000000000000");
        check(mixed + zeros, three, "13" + "00".repeat(15));
    }

    private static void check(String key, String message, String tag) {
        var hex = HexFormat.of();
        assertEquals(tag, hex.formatHex(ours(hex.parseHex(key), hex.parseHex(message))));
    }

    @Property(tries = 3000)
    void finish_extremeBytes_equalsTheDefinition(
            @ForAll("keys") byte[] key, @ForAll("messages") byte[] message) {
        assertEquals(
                HexFormat.of().formatHex(byDefinition(key, message)),
                HexFormat.of().formatHex(ours(key, message)));
    }

    /** Long enough for every word of the sum to come near its bound. */
    @Property(tries = 50)
    void finish_longMessages_equalsTheDefinition(@ForAll("keys") byte[] key, @ForAll long seed) {
        byte[] message = new byte[20_000 + (int) (seed & 15)];
        new Random(seed).nextBytes(message);
        Arrays.fill(message, 0, 8_000, (byte) 0xFF);
        assertEquals(
                HexFormat.of().formatHex(byDefinition(key, message)),
                HexFormat.of().formatHex(ours(key, message)));
    }

    @Provide
    Arbitrary<byte[]> keys() {
        return bytes().array(byte[].class).ofSize(Poly1305.KEY_BYTES);
    }

    @Provide
    Arbitrary<byte[]> messages() {
        return bytes().array(byte[].class).ofMaxSize(100);
    }

    private static Arbitrary<Byte> bytes() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of((byte) 0xFF)),
                Tuple.of(1, Arbitraries.of((byte) 0)),
                Tuple.of(1, Arbitraries.bytes()));
    }

    private static byte[] ours(byte[] key, byte[] message) {
        var authenticator = new Poly1305();
        byte[] tag = new byte[Poly1305.TAG_BYTES];
        authenticator.start(key);
        authenticator.absorb(message, 0, message.length);
        authenticator.finish(tag, 0);
        return tag;
    }

    private static byte[] byDefinition(byte[] key, byte[] message) {
        BigInteger multiplier = number(key, 0, 16).and(CLAMP);
        BigInteger sum = BigInteger.ZERO;
        for (int at = 0; at < message.length; at += 16) {
            BigInteger block = number(message, at, Math.min(16, message.length - at)).add(TWO_128);
            sum = sum.add(block).multiply(multiplier).mod(PRIME);
        }
        BigInteger tag = sum.add(number(key, 16, 16));
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = tag.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static BigInteger number(byte[] bytes, int from, int count) {
        byte[] bigEndian = new byte[count];
        for (int i = 0; i < count; i++) {
            bigEndian[i] = bytes[from + count - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }
}
