package io.shardmesh.node.benchmark;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Calls for one item after another, so many under way at once, begun and ended on a strand. */
final class Traffic {
    private final int[] items;
    private final Call call;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int begunCount;
    private int doneCount;

    /** What is done with an item; the page is the call's until it is done. */
    interface Call {
        CompletableFuture<?> start(int item, ByteBuffer page);
    }

    private Traffic(int[] items, Call call) {
        this.items = items;
        this.call = call;
    }

    /**
     * How many a second. Blocks; fails as the first call that fails does.
     *
     * @param strand where futures of the call complete
     * @param items which, in this order
     */
    static double rate(Executor strand, int[] items, int atOnceCount, Call call) {
        Traffic traffic = new Traffic(items, call);
        double seconds =
                Timing.seconds(() -> {
                    strand.execute(() -> {
                        for (int i = 0; i < Math.min(atOnceCount, items.length); i++) {
                            traffic.next(ByteBuffer.allocate(PagesSuite.PAGE_BYTES));
                        }
                    });
                    traffic.done.join();
                });
        return items.length / seconds;
    }

    private void next(ByteBuffer buffer) {
        if (begunCount == items.length) {
            return;
        }
        var _ =
                call.start(items[begunCount++], buffer.clear())
                        .whenComplete((_, thrown) -> {
                            doneCount++;
                            if (thrown != null) {
                                done.completeExceptionally(thrown);
                            } else if (doneCount == items.length) {
                                done.complete(null);
                            } else {
                                next(buffer);
                            }
                        });
    }
}
