package io.shardmesh.crypto.seal.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SeededRandom;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileKeyTest {
    private static final byte[] HEADER = {1, 2, 3, 4};
    private static final byte[] OTHER = {1, 2, 3, 5};

    private final SeededRandom random = new SeededRandom(3);

    @Test
    void openMetadata_byUnwrappedKey_givesItBack() {
        FileKey key = FileKey.generate(random);
        byte[] sealed = key.sealMetadata(HEADER, new byte[] {9, 8, 7});
        FileKey unwrapped = FileKey.of(key.secret());
        assertArrayEquals(
                new byte[] {9, 8, 7}, unwrapped.openMetadata(HEADER, sealed).orElseThrow());
    }

    @Test
    void openMetadata_otherHeaderOrFlippedBit_refuses() {
        FileKey key = FileKey.generate(random);
        byte[] sealed = key.sealMetadata(HEADER, new byte[] {9, 8, 7});
        assertEquals(Optional.empty(), key.openMetadata(OTHER, sealed));
        sealed[3] ^= 1;
        assertEquals(Optional.empty(), key.openMetadata(HEADER, sealed));
        assertEquals(Optional.empty(), key.openMetadata(HEADER, new byte[3]));
    }

    @Test
    void sealMetadata_namesOfDifferentLength_areEquallyLong() {
        assertEquals(sealedMetadata(10).length, sealedMetadata(252).length);
        assertEquals(sealedMetadata(10).length + 256, sealedMetadata(253).length);
    }

    @Test
    void sealMetadata_overLimit_refuses() {
        assertEquals(32_768 + 256 + 16, sealedMetadata(32_768).length);
        assertThrows(IllegalArgumentException.class, () -> sealedMetadata(32_769));
    }

    @Test
    void commitment_otherKeyOrHeader_differs() {
        FileKey key = FileKey.generate(random);
        FileKey other = FileKey.generate(random);
        assertEquals(key.commitment(HEADER), FileKey.of(key.secret()).commitment(HEADER));
        assertNotEquals(key.commitment(HEADER), key.commitment(OTHER));
        assertNotEquals(key.commitment(HEADER), other.commitment(HEADER));
    }

    @Test
    void close_ofKey_endsItsUse() {
        FileKey key = FileKey.generate(random);
        key.close();
        assertThrows(IllegalStateException.class, () -> key.sealer(HEADER));
        assertThrows(IllegalStateException.class, () -> key.opener(HEADER));
        assertThrows(IllegalStateException.class, key::secret);
    }

    @Test
    void close_ofOpenerAndSealer_endsTheirUse() {
        FileKey key = FileKey.generate(random);
        ContentSealer sealer = key.sealer(HEADER);
        ContentOpener opener = key.opener(HEADER);
        sealer.close();
        opener.close();
        ByteBuffer buffer = ByteBuffer.allocate(100);
        assertThrows(
                IllegalStateException.class,
                () -> sealer.seal(buffer.duplicate().limit(10), true, buffer));
        assertThrows(
                IllegalStateException.class,
                () -> opener.open(0, true, buffer.duplicate().limit(20), buffer));
    }

    @Test
    void of_wrongLength_refuses() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FileKey.of(SecretBytes.takeOver(new byte[31])));
    }

    private byte[] sealedMetadata(int plainBytes) {
        return FileKey.generate(random).sealMetadata(HEADER, new byte[plainBytes]);
    }
}
