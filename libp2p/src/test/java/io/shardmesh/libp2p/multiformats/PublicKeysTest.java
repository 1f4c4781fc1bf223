package io.shardmesh.libp2p.multiformats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.VectorFile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PublicKeysTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void verify_signaturesOfOtherKeyTypes_holdAndFallWithOneBit() {
        for (List<String> line : VectorFile.lines("signatures.txt", "good")) {
            byte[] key = HEX.parseHex(line.get(1));
            byte[] message = HEX.parseHex(line.get(2));
            byte[] signature = HEX.parseHex(line.get(3));
            assertTrue(PublicKeys.verify(key, message, signature), line.get(0));
            assertEquals(line.get(4), PeerId.ofPublicKeyMessage(key).toString());
            assertFalse(PublicKeys.verify(key, flipped(message), signature), line.get(0));
            assertFalse(PublicKeys.verify(key, message, flipped(signature)), line.get(0));
            assertFalse(PublicKeys.verify(key, message, new byte[0]), line.get(0));
        }
    }

    @Test
    void verify_ed25519_holdsAndFallsWithOneBit() {
        try (SigningKey key = SigningKey.ofSeed(SecretBytes.copyOf(new byte[32]))) {
            byte[] message = {1, 2, 3};
            byte[] signature = key.sign(message).bytes();
            byte[] publicKey = PublicKeys.encode(key.verifyingKey());
            assertTrue(PublicKeys.verify(publicKey, message, signature));
            assertFalse(PublicKeys.verify(publicKey, flipped(message), signature));
            assertFalse(PublicKeys.verify(publicKey, message, flipped(signature)));
            assertFalse(PublicKeys.verify(publicKey, message, Arrays.copyOf(signature, 63)));
        }
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }
}
