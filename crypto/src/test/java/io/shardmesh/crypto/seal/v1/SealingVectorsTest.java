package io.shardmesh.crypto.seal.v1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.VectorCase;
import io.shardmesh.crypto.VectorFile;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The frozen format of sealing.md, against objects that another program sealed. */
class SealingVectorsTest {
    static List<VectorCase> vectors() {
        return VectorFile.cases("sealing.txt");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void seal_object_equalsTheFormat(VectorCase vector) {
        byte[] header = vector.bytes("header");
        byte[] secret = vector.bytes("key");
        FileKey key = FileKey.generate(out -> System.arraycopy(secret, 0, out, 0, out.length));
        byte[] plain = plain(vector.number("length"));
        assertEquals(Digest.parse(vector.text("commitment")), key.commitment(header));
        assertEquals(
                vector.text("sealedMetadata"),
                HexFormat.of().formatHex(key.sealMetadata(header, vector.bytes("metadata"))));
        byte[] sealed = Sealing.seal(key, header, plain);
        if (vector.has("sealed")) {
            assertArrayEquals(vector.bytes("sealed"), sealed);
        }
        assertEquals(Digest.parse(vector.text("sealedSha256")), Sha256.hash(sealed));
        FileKey reader = FileKey.of(vector.secret("key"));
        assertArrayEquals(plain, Sealing.open(reader, header, sealed).orElseThrow());
    }

    private static byte[] plain(int count) {
        byte[] plain = new byte[count];
        for (int i = 0; i < count; i++) {
            plain[i] = (byte) (i * 7 + count);
        }
        return plain;
    }
}
