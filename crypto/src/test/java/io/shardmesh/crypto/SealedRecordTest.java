package io.shardmesh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedRecordTest {
    private static final byte[] CONTEXT = {1, 2};
    private static final byte[] PLAIN = {9, 8, 7, 6};

    private final RandomSource random = new SeededRandom(9);
    private final SecretBytes key = SecretBytes.random(32, random);

    @Test
    void open_whatWasSealed_givesItBack() {
        byte[] sealed = SealedRecord.seal(key, CONTEXT, PLAIN, random);
        assertEquals(PLAIN.length + SealedRecord.OVERHEAD_BYTES, sealed.length);
        assertArrayEquals(PLAIN, SealedRecord.open(key, CONTEXT, sealed).orElseThrow());
    }

    @Test
    void open_anyFlippedByteOrLengthOrContextOrKey_refuses() {
        byte[] sealed = SealedRecord.seal(key, CONTEXT, PLAIN, random);
        for (int i = 0; i < sealed.length; i++) {
            byte[] wrong = sealed.clone();
            wrong[i] ^= 1;
            assertEquals(Optional.empty(), SealedRecord.open(key, CONTEXT, wrong));
            byte[] cut = Arrays.copyOf(sealed, i);
            assertEquals(Optional.empty(), SealedRecord.open(key, CONTEXT, cut));
        }
        assertEquals(Optional.empty(), SealedRecord.open(key, PLAIN, sealed));
        SecretBytes other = SecretBytes.random(32, random);
        assertEquals(Optional.empty(), SealedRecord.open(other, CONTEXT, sealed));
    }

    @Test
    void seal_sameRecordTwice_usesANewNonce() {
        String first = HexFormat.of().formatHex(SealedRecord.seal(key, CONTEXT, PLAIN, random));
        String second = HexFormat.of().formatHex(SealedRecord.seal(key, CONTEXT, PLAIN, random));
        assertNotEquals(first.substring(0, 24), second.substring(0, 24));
    }
}
