package io.shardmesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyFileTest {
    private static final KeyFile.Cost CHEAP = new KeyFile.Cost(8, 1, 1);

    static List<VectorCase> opened() {
        return VectorFile.cases("key-file.txt", "result", "opened");
    }

    static List<VectorCase> wrong() {
        return VectorFile.cases("key-file.txt", "result", "wrong");
    }

    static List<VectorCase> malformed() {
        return VectorFile.cases("key-file.txt", "result", "malformed");
    }

    @ParameterizedTest
    @MethodSource("opened")
    void open_fileMadeByOtherPrograms_givesKindAndSecret(VectorCase vector) {
        KeyFileOutcome outcome = open(vector);
        KeyFileOutcome.Opened opened = assertInstanceOf(KeyFileOutcome.Opened.class, outcome);
        assertEquals(vector.text("kind"), opened.kind().name());
        assertArrayEquals(vector.bytes("secret"), opened.secret().expose());
    }

    @ParameterizedTest
    @MethodSource("opened")
    void seal_withTheRandomBytesGiven_makesThatFile(VectorCase vector) {
        byte[] file =
                KeyFile.seal(
                        KeyFile.Kind.valueOf(vector.text("kind")),
                        vector.secret("secret"),
                        vector.bytes("passphrase"),
                        new KeyFile.Cost(
                                vector.number("memory"),
                                vector.number("iterations"),
                                vector.number("lanes")),
                        new FixedRandom(vector.text("random")));
        assertArrayEquals(vector.bytes("file"), file);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void open_otherPassphraseOrChangedFile_isWrongPassphrase(VectorCase vector) {
        assertEquals(new KeyFileOutcome.WrongPassphrase(), open(vector));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void open_fieldsOutOfBounds_isMalformedBeforeAnyWork(VectorCase vector) {
        assertInstanceOf(KeyFileOutcome.Malformed.class, open(vector));
    }

    @Test
    void seal_emptyPassphrase_refuses() {
        SecretBytes secret = SecretBytes.takeOver(new byte[32]);
        RandomSource random = new SeededRandom(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyFile.seal(KeyFile.Kind.ROOT, secret, new byte[0], CHEAP, random));
    }

    @ParameterizedTest
    @CsvSource({"ROOT, 31", "READING, 32"})
    void seal_secretThatIsNotOfThatKind_refuses(KeyFile.Kind kind, int sizeBytes) {
        SecretBytes zeros = SecretBytes.takeOver(new byte[sizeBytes]);
        RandomSource random = new SeededRandom(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> KeyFile.seal(kind, zeros, new byte[] {1}, CHEAP, random));
    }

    @ParameterizedTest
    @CsvSource({"7,1,1", "262145,1,1", "8,0,1", "8,17,1", "8,1,0", "15,1,2", "72,1,9"})
    void cost_outOfBounds_refuses(int memoryKib, int iterations, int lanes) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new KeyFile.Cost(memoryKib, iterations, lanes));
    }

    private static KeyFileOutcome open(VectorCase vector) {
        return KeyFile.open(vector.bytes("file"), vector.bytes("passphrase"));
    }
}
