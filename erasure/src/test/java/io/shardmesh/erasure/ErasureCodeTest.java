package io.shardmesh.erasure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.erasure.DecodeOutcome.Rebuilt;
import io.shardmesh.erasure.DecodeOutcome.TooFewBlocks;
import io.shardmesh.erasure.kernel.Kernels;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ErasureCodeTest {

    private final ErasureCode code = ErasureCode.of(new Scheme(4, 2));

    @Test
    void rebuild_everyErasureOf4Plus2_givesEveryMissingBlock() {
        var stripe = Blocks.stripe(code, 1, 333);
        for (int lost = 0; lost < 1 << 6; lost++) {
            int pattern = lost;
            int[] missing = IntStream.range(0, 6).filter(i -> (pattern >> i & 1) != 0).toArray();
            if (missing.length > 2) {
                continue;
            }
            var out = Blocks.empty(missing.length, 333);
            assertEquals(
                    new Rebuilt(), code.rebuild(Blocks.without(stripe, missing), out, missing));
            for (int i = 0; i < missing.length; i++) {
                assertEquals(stripe[missing[i]], out[i], "lost " + Arrays.toString(missing));
            }
        }
    }

    @Test
    void rebuild_oneOfTwoMissingWanted_leavesTheRestAlone() {
        var stripe = Blocks.stripe(code, 2, 100);
        byte[] around = new byte[300];
        Arrays.fill(around, (byte) 0x55);
        var out = ByteBuffer.wrap(around, 100, 100);
        code.rebuild(Blocks.without(stripe, 1, 5), new ByteBuffer[] {out}, new int[] {5});
        assertEquals(stripe[5], out);
        assertEquals(100, out.position());
        assertTrue(
                IntStream.range(0, 300)
                        .filter(i -> i < 100 || i >= 200)
                        .allMatch(i -> around[i] == 0x55));
        assertArrayEquals(Blocks.stripe(code, 2, 100), stripe, "inputs are only read");
    }

    @Test
    void rebuild_threeOfFour_saysHowManyAndWritesNothing() {
        var stripe = Blocks.stripe(code, 3, 10);
        var out = Blocks.random(4, 1, 10);
        var outcome = code.rebuild(Blocks.without(stripe, 0, 2, 4), out, new int[] {2});
        assertEquals(new TooFewBlocks(3, 4), outcome);
        assertArrayEquals(Blocks.random(4, 1, 10), out);
    }

    @Test
    void rebuild_wrongRequest_isRefused() {
        var stripe = Blocks.stripe(code, 5, 10);
        var blocks = Blocks.without(stripe, 0, 1);
        refusesRebuild(blocks, 1, 2);
        refusesRebuild(blocks, 1, 6);
        refusesRebuild(blocks, 1, -1);
        refusesRebuild(blocks, 2, 0, 0);
        refusesRebuild(blocks, 2, 0);
        refusesRebuild(Blocks.random(5, 5, 10), 1, 0);
    }

    @Test
    void encode_unequalOrReadOnlyBuffers_isRefused() {
        var data = Blocks.random(6, 4, 10);
        refusesEncode(data, Blocks.empty(2, 11));
        refusesEncode(data, Blocks.empty(3, 10));
        refusesEncode(Blocks.random(6, 3, 10), Blocks.empty(2, 10));
        var readOnly = Blocks.empty(2, 10);
        readOnly[1] = readOnly[1].asReadOnlyBuffer();
        refusesEncode(data, readOnly);
    }

    @Test
    void encode_withoutParity_doesNothing() {
        ErasureCode.of(new Scheme(3, 0)).encode(Blocks.random(7, 3, 10), new ByteBuffer[0]);
    }

    @Test
    void kernelName_unlessForced_isTheFastest() {
        String forced = System.getProperty("shardmesh.erasure");
        assertEquals(
                forced == null ? Kernels.all().getFirst().name() : forced,
                ErasureCode.kernelName());
    }

    private void refusesRebuild(@Nullable ByteBuffer[] blocks, int outCount, int... wanted) {
        var out = Blocks.empty(outCount, 10);
        assertThrows(
                IllegalArgumentException.class,
                () -> code.rebuild(blocks, out, wanted),
                Arrays.toString(wanted));
    }

    private void refusesEncode(ByteBuffer[] data, ByteBuffer[] parity) {
        assertThrows(IllegalArgumentException.class, () -> code.encode(data, parity));
    }
}
