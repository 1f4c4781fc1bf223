package io.shardmesh.node.object;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.reputation.Standing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The holders that one get reads from, with what it has seen of each. Those that gave trouble are
 * asked last, never forgotten: a block that nobody else has may still be there.
 */
final class SourcePool {
    /** Between two looks at who is late; a fraction of the least time in which anybody can be. */
    private static final Duration BEAT = Duration.ofMillis(100);

    private final Environment environment;
    private final List<PooledSource> sources;
    private final Function<PeerId, String> machines;
    private final Map<ShardSource, Failure> troubles = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private long fetchedBytes;
    private boolean watching;
    private boolean closed;

    SourcePool(
            Environment environment,
            Members members,
            Function<PeerId, String> machines,
            List<ShardSource> sources) {
        this.environment = environment;
        this.machines = machines;
        Stragglers stragglers = new Stragglers();
        this.sources =
                sources.stream()
                        .map(source ->
                                new PooledSource(environment, members, source, stragglers.flow()))
                        .toList();
    }

    /**
     * What happened in this get counts first, but whoever does not answer at all comes last. Among
     * equals data comes before parity, from which it would have to be computed.
     */
    private record Ranked(PooledSource one, Standing standing) {
        private static final Comparator<Ranked> ORDER =
                Comparator.comparing((Ranked ranked) -> ranked.standing().silent())
                        .thenComparingInt(ranked -> ranked.one().penalty())
                        .thenComparing(Ranked::standing)
                        .thenComparingInt(ranked -> ranked.one().source().index());
    }

    /** The usable sources for indexes outside {@code taken}, the most promising first. */
    List<ShardSource> candidates(Set<Integer> taken, Set<ShardSource> tried) {
        return sources.stream()
                .filter(one -> !closed && one.isUsable())
                .filter(one -> !taken.contains(one.source().index()))
                .filter(one -> !tried.contains(one.source()))
                .map(one -> new Ranked(one, one.standing()))
                .sorted(Ranked.ORDER)
                .map(ranked -> ranked.one().source())
                .toList();
    }

    /** What went wrong so far, one line for each holder, in the order in which it happened. */
    List<String> troubles() {
        return troubles.values().stream().map(Failure::toString).toList();
    }

    /** The same for programs. */
    List<GetOutcome.ShardProblem> problems() {
        List<GetOutcome.ShardProblem> problems = new ArrayList<>();
        troubles.forEach((source, failure) ->
                problems.add(
                        new GetOutcome.ShardProblem(
                                source.index(),
                                source.holder(),
                                machines.apply(source.holder()),
                                failure.cause())));
        return problems;
    }

    /** Bytes of verified blocks so far. */
    long fetchedBytes() {
        return fetchedBytes;
    }

    /** A verified block. What goes wrong is noted against the holder and in the journal. */
    CompletableFuture<ByteBuffer> fetch(ShardSource source, long blockIndex, int blockBytes) {
        PooledSource from = pooled(source);
        CompletableFuture<ByteBuffer> block =
                from.fetch(blockIndex, blockBytes)
                        .whenComplete((bytes, failure) -> {
                            if (failure == null) {
                                fetchedBytes += bytes.remaining();
                            } else if (!closed) {
                                note(from, Async.failureOf(failure));
                            }
                        });
        watch();
        return block;
    }

    /** Whether {@code source} keeps the get waiting, so that others should be asked as well. */
    boolean isLate(ShardSource source) {
        return pooled(source).isLate();
    }

    /** Has {@code task} run each time that a source has become late, until {@code end} is done. */
    void whenLate(Runnable task, CompletableFuture<?> end) {
        waiting.add(task);
        end.whenComplete((done, failure) -> waiting.remove(task));
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        Failure over = new Failure(FailureKind.CANCELLED, "get", "", "the get is over");
        sources.forEach(source -> source.end(over));
    }

    /** As long as somebody owes a block, looks again and again at what came. */
    private void watch() {
        if (watching || closed || sources.stream().noneMatch(PooledSource::owes)) {
            return;
        }
        watching = true;
        var _ = environment.strand().schedule(BEAT, this::look);
    }

    private void look() {
        Async.settled(sources.stream().map(PooledSource::look).toList())
                .thenAccept(looked -> judge());
    }

    private void judge() {
        watching = false;
        if (closed) {
            return;
        }
        boolean moreLate = false;
        for (PooledSource source : sources) {
            moreLate |= source.judge();
        }
        if (moreLate) {
            List.copyOf(waiting).forEach(Runnable::run);
        }
        watch();
    }

    private void note(PooledSource source, Failure failure) {
        if (troubles.put(source.source(), failure) == null) {
            environment
                    .journal()
                    .warn(failure + " (object " + source.source().objectText() + "); using others");
        }
    }

    private PooledSource pooled(ShardSource source) {
        return sources.stream()
                .filter(one -> one.source().equals(source))
                .findFirst()
                .orElseThrow();
    }
}
