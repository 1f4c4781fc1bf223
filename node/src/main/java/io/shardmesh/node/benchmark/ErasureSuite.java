package io.shardmesh.node.benchmark;

import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.benchmark.Figure.Unit;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reed-Solomon 4+2 on one thread and stripes that are in no cache, beside copying the data. */
final class ErasureSuite {
    private static final Scheme SCHEME = new Scheme(4, 2);
    private static final long DATA_BYTES = (long) SCHEME.data() * Ring.BLOCK_BYTES;

    private final Ring ring = new Ring();
    private final ErasureCode code = ErasureCode.of(SCHEME);

    private ErasureSuite() {}

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        ErasureSuite suite = new ErasureSuite();
        double copied = Timing.rate(plan, suite::copy);
        out.accept(
                Figure.of(
                                Suite.ERASURE,
                                "encode 4+2",
                                Timing.rate(plan, suite::encode),
                                Unit.GIGABYTES_PER_SECOND)
                        .beside("copying the data", copied));
        out.accept(
                Figure.of(
                                Suite.ERASURE,
                                "rebuild 2 of 4+2",
                                Timing.rate(plan, suite::rebuild),
                                Unit.GIGABYTES_PER_SECOND)
                        .beside("copying the data", copied));
    }

    private ByteBuffer[] blocks(int count) {
        ByteBuffer[] blocks = new ByteBuffer[count];
        Arrays.setAll(blocks, i -> ByteBuffer.wrap(ring.next()));
        return blocks;
    }

    private long encode() {
        code.encode(blocks(SCHEME.data()), blocks(SCHEME.parity()));
        return DATA_BYTES;
    }

    /** The costliest loss: two data blocks. What the survivors hold makes no difference. */
    private long rebuild() {
        ByteBuffer[] survivors = blocks(SCHEME.data());
        @Nullable ByteBuffer[] stripe = {
            null, null, survivors[0], survivors[1], survivors[2], survivors[3]
        };
        code.rebuild(stripe, blocks(2), new int[] {0, 1});
        return DATA_BYTES;
    }

    private long copy() {
        for (int i = 0; i < SCHEME.data(); i++) {
            System.arraycopy(ring.next(), 0, ring.next(), 0, Ring.BLOCK_BYTES);
        }
        return DATA_BYTES;
    }
}
