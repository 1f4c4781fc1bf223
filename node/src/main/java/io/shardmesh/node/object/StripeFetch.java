package io.shardmesh.node.object;

import io.shardmesh.erasure.DecodeOutcome;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Environment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gets one stripe: k verified blocks from the most promising holders, others in the place of those
 * that fail, and one more each time that the stripe is kept waiting.
 */
final class StripeFetch {
    /** Well above a disk seek and a round trip between continents, well below a get's patience. */
    private static final Duration HEDGE_DELAY = Duration.ofMillis(500);

    private final Environment environment;
    private final SourcePool pool;
    private final StripeLayout layout;
    private final long stripe;
    private final String subject;
    private final TreeMap<Integer, ByteBuffer> blocks = new TreeMap<>();
    private final Set<ShardSource> tried = new HashSet<>();
    private final Set<ShardSource> waiting = new HashSet<>();
    private final CompletableFuture<ByteBuffer> sealed = new CompletableFuture<>();
    private Scheduler.@Nullable Timer hedge;

    StripeFetch(
            Environment environment,
            SourcePool pool,
            StripeLayout layout,
            long stripe,
            String subject) {
        this.environment = environment;
        this.pool = pool;
        this.layout = layout;
        this.stripe = stripe;
        this.subject = subject;
    }

    /** The sealed bytes of the stripe, without the zeros that fill up the last one. */
    CompletableFuture<ByteBuffer> start() {
        askUntil(dataCount());
        armHedge();
        return sealed;
    }

    private void askUntil(int wanted) {
        Iterator<ShardSource> candidates = pool.candidates(takenIndexes(), tried).iterator();
        Set<Integer> asked = takenIndexes();
        while (blocks.size() + waiting.size() < wanted && candidates.hasNext()) {
            ShardSource source = candidates.next();
            if (asked.add(source.index())) {
                ask(source);
            }
        }
        if (!sealed.isDone() && blocks.size() + waiting.size() < dataCount()) {
            fail();
        }
    }

    private Set<Integer> takenIndexes() {
        Set<Integer> taken = new HashSet<>(blocks.keySet());
        waiting.forEach(source -> taken.add(source.index()));
        return taken;
    }

    private void ask(ShardSource source) {
        tried.add(source);
        waiting.add(source);
        pool.fetch(source, stripe)
                .whenComplete((block, failure) -> {
                    waiting.remove(source);
                    if (sealed.isDone()) {
                        return;
                    }
                    if (failure == null) {
                        blocks.put(source.index(), block);
                    }
                    proceed();
                });
    }

    private void proceed() {
        if (blocks.size() < dataCount()) {
            askUntil(dataCount());
            return;
        }
        cancelHedge();
        environment
                .compute()
                .run(this::decode)
                .whenComplete((bytes, failure) -> {
                    if (failure != null) {
                        sealed.completeExceptionally(failure);
                    } else {
                        sealed.complete(bytes);
                    }
                });
    }

    private void armHedge() {
        if (sealed.isDone()) {
            return;
        }
        hedge =
                environment
                        .strand()
                        .schedule(
                                HEDGE_DELAY,
                                () -> {
                                    if (!sealed.isDone() && blocks.size() < dataCount()) {
                                        waiting.forEach(pool::slow);
                                        askUntil(blocks.size() + waiting.size() + 1);
                                        armHedge();
                                    }
                                });
    }

    private void cancelHedge() {
        if (hedge != null) {
            hedge.cancel();
        }
    }

    private ByteBuffer decode() {
        int k = dataCount();
        int length = layout.blockBytesIn(stripe);
        ByteBuffer data = ByteBuffer.allocate(k * length);
        @Nullable ByteBuffer[] present = new ByteBuffer[layout.scheme().total()];
        blocks.forEach((index, block) -> present[index] = block);
        int[] missing = IntStream.range(0, k).filter(i -> present[i] == null).toArray();
        ByteBuffer[] rebuilt =
                IntStream.of(missing)
                        .mapToObj(i -> data.slice(i * length, length))
                        .toArray(ByteBuffer[]::new);
        if (missing.length > 0) {
            switch (ErasureCode.of(layout.scheme()).rebuild(present, rebuilt, missing)) {
                case DecodeOutcome.Rebuilt done -> {}
                case DecodeOutcome.TooFewBlocks few ->
                        throw new IllegalStateException(few.toString());
            }
        }
        for (int i = 0; i < k; i++) {
            ByteBuffer block = present[i];
            if (block != null) {
                data.put(i * length, block, block.position(), length);
            }
        }
        long start = stripe * k * layout.blockBytes();
        return data.limit((int) Math.min(data.capacity(), layout.sealedBytes() - start));
    }

    private void fail() {
        cancelHedge();
        List<String> troubles = pool.troubles();
        String why = troubles.isEmpty() ? "" : "; " + String.join("; ", troubles);
        sealed.completeExceptionally(
                new FailureException(
                        new Failure(
                                FailureKind.NOT_ENOUGH_SHARDS,
                                "get",
                                subject,
                                "only "
                                        + blocks.size()
                                        + " of the "
                                        + dataCount()
                                        + " needed shards could be read"
                                        + why)));
    }

    private int dataCount() {
        return layout.scheme().data();
    }
}
