package io.shardmesh.node.object;

import io.shardmesh.erasure.DecodeOutcome;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gets bytes of one stripe. When they lie in fewer than k blocks, these alone are asked for, as
 * long as each of them can be had; else any k blocks do, from the most promising holders. Others
 * take the place of those that fail or are late.
 */
final class StripeFetch {
    private final Environment environment;
    private final SourcePool pool;
    private final StripeRange range;
    private final KnownBlocks known;
    private final String subject;
    private final TreeMap<Integer, ByteBuffer> blocks = new TreeMap<>();
    private final Set<ShardSource> tried = new HashSet<>();
    private final Set<ShardSource> waiting = new HashSet<>();
    private final CompletableFuture<List<ByteBuffer>> sealed = new CompletableFuture<>();
    private boolean anyDo;
    private boolean rebuilding;

    StripeFetch(
            Environment environment,
            SourcePool pool,
            StripeRange range,
            KnownBlocks known,
            String subject) {
        this.environment = environment;
        this.pool = pool;
        this.range = range;
        this.known = known;
        this.subject = subject;
        this.anyDo = range.needsAll();
    }

    /** The sealed bytes of the range, in order, in pieces. */
    CompletableFuture<List<ByteBuffer>> start() {
        known.of(range)
                .whenComplete((found, failure) -> {
                    if (failure == null) {
                        blocks.putAll(found);
                    }
                    pool.whenLate(this::proceed, sealed);
                    proceed();
                });
        return sealed;
    }

    private void askForMissing() {
        anyDo = anyDo || !askWanted() || onTimeCount() < waiting.size();
        if (anyDo) {
            askForAny();
        }
    }

    private long onTimeCount() {
        return waiting.stream().filter(source -> !pool.isLate(source)).count();
    }

    /** Asks for the wanted blocks themselves; false when nobody is left to ask for one of them. */
    private boolean askWanted() {
        Set<Integer> missing = range.blocks();
        missing.removeAll(takenIndexes());
        for (ShardSource source : pool.candidates(takenIndexes(), tried)) {
            if (missing.remove(source.index())) {
                ask(source);
            }
        }
        return missing.isEmpty();
    }

    private void askForAny() {
        Iterator<ShardSource> candidates = pool.candidates(takenIndexes(), tried).iterator();
        Set<Integer> asked = takenIndexes();
        while (blocks.size() + onTimeCount() < range.dataCount() && candidates.hasNext()) {
            ShardSource source = candidates.next();
            if (asked.add(source.index())) {
                ask(source);
            }
        }
        if (!sealed.isDone() && blocks.size() + waiting.size() < range.dataCount()) {
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
        pool.fetch(source, range.stripe(), range.blockBytes())
                .whenComplete((block, failure) -> {
                    waiting.remove(source);
                    if (failure == null) {
                        known.fetched(source.index(), range.stripe(), block);
                        if (!enough()) {
                            blocks.put(source.index(), block);
                        }
                    }
                    proceed();
                });
    }

    private void proceed() {
        if (rebuilding || sealed.isDone()) {
            return;
        }
        if (!enough()) {
            askForMissing();
        } else if (blocks.keySet().containsAll(range.blocks())) {
            sealed.complete(wantedBytes(blocks));
        } else {
            rebuilding = true;
            environment
                    .compute()
                    .run(this::rebuild)
                    .whenComplete((bytes, failure) -> Async.complete(sealed, bytes, failure));
        }
    }

    private boolean enough() {
        return blocks.size() >= range.dataCount() || blocks.keySet().containsAll(range.blocks());
    }

    /** Computes the wanted blocks that nobody gave, from those that came. */
    private List<ByteBuffer> rebuild() {
        @Nullable ByteBuffer[] present = new ByteBuffer[range.layout().scheme().total()];
        blocks.forEach((index, block) -> present[index] = block);
        int[] missing =
                range.blocks().stream()
                        .mapToInt(Integer::intValue)
                        .filter(i -> present[i] == null)
                        .toArray();
        ByteBuffer[] rebuilt =
                IntStream.of(missing)
                        .mapToObj(i -> ByteBuffer.allocate(range.blockBytes()))
                        .toArray(ByteBuffer[]::new);
        switch (ErasureCode.of(range.layout().scheme()).rebuild(present, rebuilt, missing)) {
            case DecodeOutcome.Rebuilt done -> {}
            case DecodeOutcome.TooFewBlocks few -> throw new IllegalStateException(few.toString());
        }
        Map<Integer, ByteBuffer> all = new TreeMap<>(blocks);
        for (int i = 0; i < missing.length; i++) {
            all.put(missing[i], rebuilt[i]);
        }
        return wantedBytes(all);
    }

    private List<ByteBuffer> wantedBytes(Map<Integer, ByteBuffer> from) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (int index = range.firstBlock(); index <= range.lastBlock(); index++) {
            pieces.add(range.wantedOf(index, Objects.requireNonNull(from.get(index))));
        }
        return pieces;
    }

    private void fail() {
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
                                        + range.dataCount()
                                        + " needed shards could be read"
                                        + why)));
    }
}
