package io.shardmesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HKDF, HMAC and the keyring against OpenSSL. */
class DerivationVectorsTest {
    static List<VectorCase> keys() {
        return VectorFile.cases("key-derivation.txt");
    }

    static List<VectorCase> hkdf() {
        return VectorFile.cases("primitives.txt", "kind", "hkdf");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keyring_everyKindAndIndex_equalsTheFrozenRules(VectorCase vector) {
        Keyring keyring = Keyring.ofRoot(vector.secret("root"));
        int index = vector.number("index");
        String kind = vector.text("kind");
        switch (kind) {
            case "signing" -> assertSigning(vector, keyring.signingKey(index));
            case "admin" -> assertSigning(vector, keyring.adminKey(index));
            case "catalog" ->
                    assertArrayEquals(vector.bytes("output"), keyring.catalogKey(index).expose());
            case "reading" -> {
                ReadingKey key = keyring.readingKey(index);
                assertArrayEquals(vector.bytes("scalar"), key.scalar().expose());
                assertEquals(vector.text("public"), key.publicKey().toString());
            }
            default -> throw new IllegalStateException(kind);
        }
    }

    private static void assertSigning(VectorCase vector, SigningKey key) {
        assertArrayEquals(vector.bytes("output"), key.seed().expose());
        assertEquals(vector.text("public"), key.verifyingKey().toString());
    }

    @ParameterizedTest
    @MethodSource("hkdf")
    void derive_vector_equalsOpenSsl(VectorCase vector) {
        byte[] output = vector.bytes("output");
        SecretBytes derived =
                Hkdf.derive(
                        vector.secret("ikm"),
                        vector.bytes("salt"),
                        vector.bytes("info"),
                        output.length);
        assertArrayEquals(output, derived.expose());
    }

    @Test
    void derive_sizesBeyondTheRfc_refuses() {
        SecretBytes key = SecretBytes.takeOver(new byte[1]);
        byte[] none = {};
        assertThrows(IllegalArgumentException.class, () -> Hkdf.derive(key, none, none, 0));
        assertThrows(IllegalArgumentException.class, () -> Hkdf.derive(key, none, none, 8161));
    }

    @Test
    void hmac_vector_equalsOpenSsl() {
        VectorCase vector = VectorFile.cases("primitives.txt", "kind", "hmac").getFirst();
        SecretBytes key = vector.secret("key");
        Digest code = Digest.of(vector.bytes("code"));
        assertEquals(code, HmacSha256.authenticate(key, vector.bytes("message")));
        assertTrue(HmacSha256.verify(key, code, vector.bytes("message")));
        assertTrue(!HmacSha256.verify(key, code, new byte[3]));
    }

    @Test
    void keyring_negativeIndex_refuses() {
        Keyring keyring = Keyring.create(new SeededRandom(1));
        assertThrows(IllegalArgumentException.class, () -> keyring.signingKey(-1));
    }
}
