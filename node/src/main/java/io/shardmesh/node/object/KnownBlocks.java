package io.shardmesh.node.object;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/** Blocks of one object that need not be fetched. On the strand. */
interface KnownBlocks {
    /** There are none, and none are kept. */
    KnownBlocks NONE =
            new KnownBlocks() {
                @Override
                public CompletableFuture<SortedMap<Integer, ByteBuffer>> of(StripeRange range) {
                    return CompletableFuture.completedFuture(Collections.emptySortedMap());
                }

                @Override
                public void fetched(int index, long stripe, ByteBuffer block) {}
            };

    /** Verified blocks of the stripe by index, at most k of them, first of all those in range. */
    CompletableFuture<SortedMap<Integer, ByteBuffer>> of(StripeRange range);

    /** A block that was fetched and verified; only looked at. */
    void fetched(int index, long stripe, ByteBuffer block);
}
