package io.shardmesh.erasure.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WarmingKernelTest {
    private static final byte[][] ROWS = {{3, 5}};
    private static final int BLOCK_BYTES = 500;
    private static final int SPAN_BYTES = 10 * 2 * BLOCK_BYTES;

    private final List<String> calls = new ArrayList<>();
    private final Kernel warming = new WarmingKernel(noting("fast"), noting("steady"), SPAN_BYTES);

    @Test
    void apply_firstSpan_neverUsesTheFastOne() {
        Kernel.Coder coder = warming.prepare(ROWS);
        for (int call = 0; call < 10; call++) {
            code(coder);
        }
        assertEquals(List.of("steady"), calls.stream().distinct().toList());
    }

    @Test
    void apply_secondSpan_trainsAsOftenAsTheCompilerWants() {
        Kernel.Coder coder = warming.prepare(ROWS);
        for (int call = 0; call < 20; call++) {
            code(coder);
        }
        assertEquals(20, count("steady"));
        assertEquals(WarmingKernel.TRAINING_CALL_COUNT, count("fast"));
    }

    @Test
    void apply_afterThreeSpans_usesTheFastOneAlone() {
        Kernel.Coder coder = warming.prepare(ROWS);
        for (int call = 0; call < 30; call++) {
            code(coder);
        }
        calls.clear();
        code(coder);
        code(warming.prepare(ROWS));
        assertEquals(List.of("fast", "fast"), calls);
    }

    /** Training must not write where the caller's blocks are, nor a border leave one out. */
    @Test
    void apply_allTheWay_givesTheSameBytes() {
        Kernel.Coder coder = warming.prepare(ROWS);
        for (int call = 0; call < 35; call++) {
            assertEquals(GaloisField.multiply(3, 7) ^ GaloisField.multiply(5, 9), code(coder));
        }
        assertTrue(count("fast") > 0);
    }

    private static int code(Kernel.Coder coder) {
        ByteBuffer out = ByteBuffer.allocate(BLOCK_BYTES);
        coder.apply(new ByteBuffer[] {filled(7), filled(9)}, new ByteBuffer[] {out});
        return out.get(BLOCK_BYTES - 1) & 0xFF;
    }

    private static ByteBuffer filled(int value) {
        byte[] bytes = new byte[BLOCK_BYTES];
        Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    private long count(String name) {
        return calls.stream().filter(name::equals).count();
    }

    /** The table kernel that notes each call. */
    private Kernel noting(String name) {
        Kernel kernel = new TableKernel();
        return new Kernel() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Coder prepare(byte[][] rows) {
                Coder coder = kernel.prepare(rows);
                return (inputs, outputs) -> {
                    calls.add(name);
                    coder.apply(inputs, outputs);
                };
            }
        };
    }
}
