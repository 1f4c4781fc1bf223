package io.shardmesh.crypto.seal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SeededRandom;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: no key and nonce reach AES-GCM twice. Method: record each pair at the cipher itself. */
class NonceReuseTest {
    private static final byte[] HEADER = {1, 2, 3};

    private final RandomSource random = new SeededRandom(11);
    private final ByteBuffer full = ByteBuffer.allocate(SealedLayout.SEGMENT_PLAIN_BYTES);
    private final ByteBuffer out = ByteBuffer.allocate(SealedLayout.SEGMENT_SEALED_BYTES);

    @Test
    void seal_severalObjectsWithRefusedCallsBetween_neverRepeatsKeyAndNonce() {
        try (RecordingProvider provider = RecordingProvider.install()) {
            for (int object = 0; object < 3; object++) {
                try (FileKey key = FileKey.generate(random)) {
                    sealAll(key);
                }
            }
            List<String> pairs = provider.sealed();
            assertEquals(3 * 5, pairs.size(), "one metadata and four segments each");
            assertEquals(Set.of(), provider.repeated());
        }
    }

    @Test
    void sealer_askedTwice_refuses() {
        FileKey key = FileKey.generate(random);
        key.sealer(HEADER).close();
        assertThrows(IllegalStateException.class, () -> key.sealer(HEADER));
    }

    @Test
    void sealMetadata_askedTwice_refuses() {
        FileKey key = FileKey.generate(random);
        key.sealMetadata(HEADER, new byte[1]);
        assertThrows(IllegalStateException.class, () -> key.sealMetadata(HEADER, new byte[1]));
    }

    @Test
    void seal_byUnwrappedKey_refuses() {
        FileKey key = FileKey.of(FileKey.generate(random).secret());
        assertThrows(IllegalStateException.class, () -> key.sealer(HEADER));
        assertThrows(IllegalStateException.class, () -> key.sealMetadata(HEADER, new byte[1]));
    }

    private void sealAll(FileKey key) {
        key.sealMetadata(HEADER, new byte[10]);
        try (ContentSealer sealer = key.sealer(HEADER)) {
            for (int segment = 0; segment < 3; segment++) {
                sealer.seal(full.clear(), false, out.clear());
                assertThrows(
                        IllegalArgumentException.class,
                        () -> sealer.seal(full.clear(), false, ByteBuffer.allocate(100)));
            }
            sealer.seal(full.clear().limit(100), true, out.clear());
            assertThrows(
                    IllegalStateException.class,
                    () -> sealer.seal(full.clear().limit(100), true, out.clear()));
        }
    }
}
