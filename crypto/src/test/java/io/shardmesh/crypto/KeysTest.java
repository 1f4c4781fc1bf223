package io.shardmesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static final String ORDER =
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    static List<VectorCase> signatures() {
        return VectorFile.cases("primitives.txt", "kind", "ed25519");
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void sign_vector_equalsOpenSslAndVerifies(VectorCase vector) {
        SigningKey key = SigningKey.ofSeed(vector.secret("seed"));
        assertEquals(VerifyingKey.parse(vector.text("public")), key.verifyingKey());
        Signature signature = key.sign(vector.bytes("message"));
        assertEquals(Signature.of(vector.bytes("signature")), signature);
        assertTrue(key.verifyingKey().verify(vector.bytes("message"), signature));
    }

    @Test
    void verify_anyFlippedByteOrOtherMessageOrKey_isFalse() {
        SigningKey key = SigningKey.generate(new SeededRandom(1));
        byte[] message = {1, 2, 3};
        Signature good = key.sign(message);
        for (int i = 0; i < Signature.SIZE_BYTES; i++) {
            byte[] wrong = good.bytes();
            wrong[i] ^= 4;
            assertFalse(key.verifyingKey().verify(message, Signature.of(wrong)), "byte " + i);
        }
        assertFalse(key.verifyingKey().verify(new byte[] {1, 2, 4}, good));
        VerifyingKey other = SigningKey.generate(new SeededRandom(2)).verifyingKey();
        assertFalse(other.verify(message, good));
    }

    @Test
    void verify_keyThatIsNoPoint_isFalse() {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        assertFalse(VerifyingKey.of(noPoint).verify(new byte[0], Signature.of(new byte[64])));
    }

    @Test
    void ecdsa_vector_verifiesOnlyWithLowS() {
        VectorCase vector = VectorFile.cases("primitives.txt", "kind", "ecdsa").getFirst();
        byte[] point = vector.bytes("public");
        byte[] message = vector.bytes("message");
        assertTrue(EcdsaSecp256k1.verify(point, message, vector.bytes("signature")));
        assertFalse(EcdsaSecp256k1.verify(point, message, vector.bytes("highS")));
        assertFalse(EcdsaSecp256k1.verify(point, new byte[1], vector.bytes("signature")));
        assertFalse(EcdsaSecp256k1.verify(new byte[33], message, vector.bytes("signature")));
        assertFalse(EcdsaSecp256k1.verify(point, message, new byte[] {0x30, 2, 2}));
        assertFalse(EcdsaSecp256k1.verify(point, message, new byte[0]));
        // Well-formed, but an object identifier where a number belongs; or no sequence at all.
        byte[] identifier = {0x30, 6, 6, 1, 42, 2, 1, 1};
        assertFalse(EcdsaSecp256k1.verify(point, message, identifier));
        assertFalse(EcdsaSecp256k1.verify(point, message, new byte[] {2, 1, 1}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                ORDER,
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "01"
            })
    void ofScalar_outOfRange_refuses(String scalar) {
        SecretBytes secret = SecretBytes.takeOver(HexFormat.of().parseHex(scalar));
        assertThrows(IllegalArgumentException.class, () -> ReadingKey.ofScalar(secret));
    }

    @Test
    void readingPublicKey_bothLengthsOfOnePoint_areEqual() {
        ReadingPublicKey key = ReadingKey.generate(new SeededRandom(4)).publicKey();
        assertEquals(key, ReadingPublicKey.of(key.uncompressed()));
        assertEquals(key, ReadingPublicKey.parse(key.toString()));
        assertEquals(33, key.bytes().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "0200", "05", "not hex at all"})
    void readingPublicKey_noPoint_refuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> ReadingPublicKey.parse(text));
    }

    @Test
    void readingPublicKey_xWithoutPoint_refuses() {
        byte[] noPoint = new byte[33];
        noPoint[0] = 2;
        noPoint[32] = 5; // 5^3 + 7 is no square in this field.
        assertThrows(IllegalArgumentException.class, () -> ReadingPublicKey.of(noPoint));
    }

    @Test
    void digest_textAndOrder_areThoseOfUnsignedBytes() {
        Digest low = Digest.parse("7f" + "00".repeat(31));
        Digest high = Digest.parse("80" + "00".repeat(31));
        assertTrue(low.compareTo(high) < 0);
        assertEquals("80" + "00".repeat(31), high.toString());
        assertNotEquals(low, high);
        byte[] bytes = low.bytes();
        bytes[0] = 0;
        assertArrayEquals(Digest.parse("7f" + "00".repeat(31)).bytes(), low.bytes());
        assertThrows(IllegalArgumentException.class, () -> Digest.of(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> Digest.parse("7f"));
    }

    /** Empty message: FIPS 180-4 example; parts: as one. */
    @Test
    void sha256_parts_hashAsOne() {
        assertEquals(
                Digest.parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                Sha256.hash());
        assertEquals(
                Sha256.hash(new byte[] {1, 2, 3}), Sha256.hash(new byte[] {1}, new byte[] {2, 3}));
    }
}
