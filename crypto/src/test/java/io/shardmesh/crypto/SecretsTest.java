package io.shardmesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.channel.X25519KeyPair;
import io.shardmesh.crypto.internal.RawKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a secret leaves through expose alone, and is zeros after close. */
class SecretsTest {
    private static final byte[] SECRET = new SeededRandom(5).bytes(32);

    static Stream<AutoCloseable> holders() {
        SecretBytes secret = SecretBytes.copyOf(SECRET);
        return Stream.of(
                SecretBytes.copyOf(SECRET),
                SigningKey.ofSeed(secret),
                ReadingKey.ofScalar(secret),
                Keyring.ofRoot(secret),
                FileKey.of(secret),
                X25519KeyPair.ofScalar(secret),
                new RawKey("AES", SECRET));
    }

    @ParameterizedTest
    @MethodSource("holders")
    void toString_ofAnythingThatHoldsASecret_doesNotShowIt(AutoCloseable holder) {
        assertShowsNothing(holder.toString());
    }

    @ParameterizedTest
    @MethodSource("holders")
    void close_ofAnythingThatHoldsASecret_wipesIt(AutoCloseable holder) throws Exception {
        byte[] live = live(holder);
        assertArrayEquals(SECRET, live);
        holder.close();
        assertArrayEquals(new byte[32], live);
    }

    @Test
    void toString_ofAnOpenedKeyFile_doesNotShowTheSecret() {
        byte[] passphrase = {1};
        KeyFile.Cost cheap = new KeyFile.Cost(8, 1, 1);
        SecretBytes secret = SecretBytes.copyOf(SECRET);
        byte[] file =
                KeyFile.seal(KeyFile.Kind.ROOT, secret, passphrase, cheap, new SeededRandom(1));
        assertShowsNothing(KeyFile.open(file, passphrase).toString());
    }

    @Test
    void expose_afterClose_refuses() {
        SecretBytes secret = SecretBytes.copyOf(SECRET);
        secret.close();
        assertTrue(secret.isClosed());
        assertThrows(IllegalStateException.class, secret::expose);
        assertThrows(IllegalStateException.class, secret::copy);
    }

    @Test
    void sign_afterClose_refusesInsteadOfSigningWithZeros() {
        SigningKey key = SigningKey.generate(new SeededRandom(1));
        key.close();
        assertThrows(IllegalStateException.class, () -> key.sign(new byte[0]));
    }

    @Test
    void getEncoded_ofClosedRawKey_refusesInsteadOfGivingZeros() {
        RawKey key = new RawKey("AES", SECRET);
        key.close();
        assertThrows(IllegalStateException.class, key::getEncoded);
    }

    @Test
    void copyOf_thenChangeOfTheArray_keepsTheSecret() {
        byte[] given = SECRET.clone();
        SecretBytes secret = SecretBytes.copyOf(given);
        Arrays.fill(given, (byte) 0);
        assertArrayEquals(SECRET, secret.expose());
    }

    @Test
    void equals_ofSecrets_comparesBytesAndNeverClosedOnes() {
        SecretBytes one = SecretBytes.copyOf(SECRET);
        SecretBytes same = SecretBytes.copyOf(SECRET);
        assertEquals(one, same);
        assertNotEquals(one, SecretBytes.takeOver(new byte[32]));
        one.close();
        same.close();
        assertNotEquals(one, same);
    }

    private static void assertShowsNothing(String text) {
        String hex = HexFormat.of().formatHex(SECRET);
        List<String> forms =
                List.of(
                        hex.substring(0, 8),
                        hex.substring(24, 32),
                        Base64.getEncoder().encodeToString(SECRET).substring(0, 8),
                        Arrays.toString(SECRET).substring(1, 12));
        for (String form : forms) {
            assertFalse(text.contains(form), text);
        }
    }

    /** The array inside: the only way to see that it is wiped and not just unreachable. */
    private static byte[] live(Object holder) throws IllegalAccessException {
        if (holder instanceof SecretBytes secret) {
            return secret.expose();
        }
        for (Field field : holder.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            Object value = field.get(holder);
            if (value instanceof SecretBytes secret) {
                return secret.expose();
            }
            if (value instanceof byte[] bytes && Arrays.equals(bytes, SECRET)) {
                return bytes;
            }
        }
        throw new IllegalStateException("no secret in " + holder);
    }
}
