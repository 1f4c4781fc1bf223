package io.shardmesh.libp2p.multiformats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.VectorFile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerIdTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void forms_ofOneId_allAgree() {
        for (List<String> line : VectorFile.lines("peer-ids.txt", "id")) {
            PeerId id = PeerId.ofPublicKeyMessage(HEX.parseHex(line.get(0)));
            assertEquals(line.get(1), HEX.formatHex(id.bytes()));
            assertEquals(line.get(2), id.toString());
            assertEquals(line.get(3), id.toCid());
            assertEquals(id, PeerId.parse(line.get(2)));
            assertEquals(id, PeerId.parse(line.get(3)));
            assertEquals(id, PeerId.ofMultihash(HEX.parseHex(line.get(1))));
            assertArrayEquals(
                    HEX.parseHex(line.get(0)), PublicKeys.encode(id.ed25519Key().orElseThrow()));
        }
    }

    @Test
    void of_keyFromSeed_isKnownId() {
        for (List<String> line : VectorFile.lines("peer-ids.txt", "seed")) {
            try (SigningKey key =
                    SigningKey.ofSeed(SecretBytes.copyOf(HEX.parseHex(line.get(0))))) {
                assertEquals(line.get(1), PeerId.of(key.verifyingKey()).toString());
            }
        }
    }

    @Test
    void parse_bothTextsOfHashedId_areEqual() {
        for (List<String> line : VectorFile.lines("peer-ids.txt", "text")) {
            PeerId id = PeerId.parse(line.get(0));
            assertEquals(id, PeerId.parse(line.get(1)));
            assertEquals(line.get(0), id.toString());
            assertTrue(id.ed25519Key().isEmpty());
        }
    }

    @Test
    void parse_malformedText_isRefused() {
        for (List<String> line : VectorFile.lines("peer-ids.txt", "bad")) {
            assertThrows(MalformedException.class, () -> PeerId.parse(line.get(0)), line.get(1));
        }
    }

    @Test
    void ofMultihash_otherHashOrLength_isRefused() {
        byte[] sha256 = new byte[34];
        sha256[0] = 0x12;
        sha256[1] = 32;
        PeerId.ofMultihash(sha256);
        byte[] sha512 = sha256.clone();
        sha512[0] = 0x13;
        assertThrows(MalformedException.class, () -> PeerId.ofMultihash(sha512));
        byte[] cut = Arrays.copyOf(sha256, 33);
        assertThrows(MalformedException.class, () -> PeerId.ofMultihash(cut));
        byte[] longer = Arrays.copyOf(sha256, 35);
        assertThrows(MalformedException.class, () -> PeerId.ofMultihash(longer));
    }

    @Test
    void ofPublicKeyMessage_notCanonical_isRefused() {
        String data = "1220" + "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
        List<String> notCanonical =
                List.of(
                        data, // type left out
                        data + "0801", // fields swapped
                        "088100" + data, // varint not in shortest form
                        "0804" + data, // unknown type
                        "0801" + data + "1801", // field after the data
                        "0801" + data.substring(0, data.length() - 2), // cut short
                        "08011200", // no key
                        "");
        for (String message : notCanonical) {
            assertThrows(
                    MalformedException.class,
                    () -> PeerId.ofPublicKeyMessage(HEX.parseHex(message)),
                    message);
        }
    }

    @Test
    void compareTo_bytesOverHalf_areUnsigned() {
        byte[] low = new byte[34];
        low[0] = 0x12;
        low[1] = 32;
        byte[] high = low.clone();
        high[2] = (byte) 0x80;
        assertTrue(PeerId.ofMultihash(low).compareTo(PeerId.ofMultihash(high)) < 0);
    }
}
