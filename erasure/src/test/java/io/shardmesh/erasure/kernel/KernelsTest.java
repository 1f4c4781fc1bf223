package io.shardmesh.erasure.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class KernelsTest {

    @Test
    void choose_forced_takesThatOne() {
        assertEquals("reference", Kernels.choose("reference").name());
        assertEquals("table", Kernels.choose("table").name());
        assertEquals("table", Kernels.choose(null).name());
    }

    @Test
    void choose_unknown_isRefusedByName() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Kernels.choose("gpu"));
        assertEquals("-Dshardmesh.erasure=gpu: no such kernel", thrown.getMessage());
    }
}
