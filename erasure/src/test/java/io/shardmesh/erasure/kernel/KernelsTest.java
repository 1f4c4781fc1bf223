package io.shardmesh.erasure.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jdk.incubator.vector.ByteVector;
import org.junit.jupiter.api.Test;

final class KernelsTest {

    @Test
    void choose_forced_takesThatOne() {
        assertEquals("reference", Kernels.choose("reference").name());
        assertEquals("table", Kernels.choose("table").name());
        assertEquals(Kernels.all().getFirst().name(), Kernels.choose(null).name());
    }

    @Test
    void all_incubatorLoadedAndVectorsWide_beginsWithVector() {
        assertEquals(
                ByteVector.SPECIES_PREFERRED.vectorBitSize() >= 256 ? "vector" : "table",
                Kernels.all().getFirst().name());
    }

    @Test
    void choose_unknown_isRefusedByName() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Kernels.choose("gpu"));
        assertEquals("-Dshardmesh.erasure=gpu: no such kernel", thrown.getMessage());
    }
}
