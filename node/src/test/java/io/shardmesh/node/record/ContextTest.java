package io.shardmesh.node.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ContextTest {
    @Test
    void signingBytes_areLengthContextMeshAndBytes() {
        byte[] signed = Context.CLAIM.signingBytes(SampleRecords.MESH, new byte[] {1, 2});
        String expected =
                "0011"
                        + HexFormat.of()
                                .formatHex("shardmesh/claim/1".getBytes(StandardCharsets.US_ASCII))
                        + SampleRecords.MESH
                        + "0102";
        assertEquals(expected, HexFormat.of().formatHex(signed));
    }

    /** Two purposes with one string would let one signature stand for the other. */
    @Test
    void contexts_areAllDifferent() {
        long distinct = Arrays.stream(Context.values()).map(Context::toString).distinct().count();
        assertEquals(Context.values().length, distinct);
    }
}
