package io.shardmesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both directions with eciesjs: what it made we open, what we make here it has opened. */
class EciesVectorsTest {
    static List<VectorCase> opened() {
        return VectorFile.cases("ecies.txt", "result", "opened");
    }

    static List<VectorCase> ours() {
        return VectorFile.cases("ecies.txt").stream().filter(one -> one.has("random")).toList();
    }

    static List<VectorCase> refused() {
        return VectorFile.cases("ecies.txt", "result", "refused");
    }

    @ParameterizedTest
    @MethodSource("opened")
    void open_messageOfEitherProgram_givesThePlaintext(VectorCase vector) {
        ReadingKey key = ReadingKey.ofScalar(vector.secret("key"));
        assertEquals(ReadingPublicKey.parse(vector.text("public")), key.publicKey());
        SecretBytes opened = key.open(vector.bytes("message")).orElseThrow();
        assertArrayEquals(vector.bytes("plain"), opened.expose());
    }

    @ParameterizedTest
    @MethodSource("ours")
    void seal_withTheRandomBytesGiven_makesWhatEciesjsHasOpened(VectorCase vector) {
        RandomSource random = new FixedRandom(vector.text("random"));
        byte[] message =
                ReadingPublicKey.parse(vector.text("public")).seal(vector.bytes("plain"), random);
        assertEquals(vector.text("message"), HexFormat.of().formatHex(message));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void open_wrongMessage_refuses(VectorCase vector) {
        ReadingKey key = ReadingKey.ofScalar(vector.secret("key"));
        assertEquals(Optional.empty(), key.open(vector.bytes("message")));
    }

    @Test
    void seal_sameMessageTwice_differsFromTheEphemeralKeyOn() {
        ReadingPublicKey reader = ReadingKey.generate(new SeededRandom(1)).publicKey();
        RandomSource random = new SeededRandom(2);
        String first = HexFormat.of().formatHex(reader.seal(new byte[32], random));
        String second = HexFormat.of().formatHex(reader.seal(new byte[32], random));
        assertEquals(first.substring(0, 2), second.substring(0, 2));
        assertEquals(32 + ReadingPublicKey.OVERHEAD_BYTES, first.length() / 2);
        for (int from : new int[] {2, 130, 162, 194}) {
            assertEquals(
                    -1, second.indexOf(first.substring(from, from + 32)), "repeats at " + from);
        }
    }
}
