package io.shardmesh.node.object;

import io.shardmesh.erasure.DecodeOutcome;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.StripeLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The blocks of lost shards in one stripe. */
final class LostBlocks {
    private LostBlocks() {}

    /**
     * Makes them. Costs processor time, and may run on any thread.
     *
     * @param data all data blocks of the stripe, in order
     * @param missing which blocks, of data or parity, are wanted
     */
    static SortedMap<Integer, ByteBuffer> of(
            StripeLayout layout, long stripe, List<ByteBuffer> data, List<Integer> missing) {
        int dataCount = layout.scheme().data();
        int[] parity =
                missing.stream().mapToInt(Integer::intValue).filter(i -> i >= dataCount).toArray();
        SortedMap<Integer, ByteBuffer> blocks = new TreeMap<>();
        missing.stream().filter(i -> i < dataCount).forEach(i -> blocks.put(i, data.get(i)));
        if (parity.length == 0) {
            return blocks;
        }
        @Nullable ByteBuffer[] present = new ByteBuffer[layout.scheme().total()];
        for (int i = 0; i < dataCount; i++) {
            present[i] = data.get(i).duplicate();
        }
        ByteBuffer[] made =
                IntStream.of(parity)
                        .mapToObj(i -> ByteBuffer.allocate(layout.blockBytesIn(stripe)))
                        .toArray(ByteBuffer[]::new);
        switch (ErasureCode.of(layout.scheme()).rebuild(present, made, parity)) {
            case DecodeOutcome.Rebuilt done -> {}
            case DecodeOutcome.TooFewBlocks few -> throw new IllegalStateException(few.toString());
        }
        for (int i = 0; i < parity.length; i++) {
            blocks.put(parity[i], made[i]);
        }
        return blocks;
    }
}
