package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Visits everything that is here one after the other, evenly, so that a round takes about so long.
 * It begins at a random place: a node that is often started anew comes by everywhere all the same.
 * On the strand.
 */
final class Rounds {
    /** Between two visits at least; a store with very many takes longer for a round. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private final Environment environment;
    private final ShardStore store;
    private final Duration length;
    private final Function<StoredShard, CompletableFuture<Void>> visit;
    private Optional<ShardName> last;
    private Optional<Scheduler.Timer> next = Optional.empty();
    private boolean stopped;

    Rounds(
            Environment environment,
            ShardStore store,
            Duration length,
            Function<StoredShard, CompletableFuture<Void>> visit) {
        this.environment = environment;
        this.store = store;
        this.length = length;
        this.visit = visit;
        Digest start = Digest.of(environment.random().bytes(Digest.SIZE_BYTES));
        this.last = Optional.of(new ShardName(start, 0));
    }

    void start() {
        plan();
    }

    void stop() {
        stopped = true;
        next.ifPresent(Scheduler.Timer::cancel);
    }

    private void plan() {
        var _ =
                store.usage()
                        .thenAccept(usage -> planVisit(usage.shardCount()))
                        .exceptionally(thrown -> {
                            environment.journal().warn(Async.failureOf(thrown).toString());
                            planVisit(1);
                            return null;
                        });
    }

    private void planVisit(long shardCount) {
        if (!stopped) {
            Duration pause = length.dividedBy(Math.max(1, shardCount));
            Duration least = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
            next = Optional.of(environment.strand().schedule(least, this::visitNext));
        }
    }

    private void visitNext() {
        store.list(last, 1)
                .thenCompose(rows -> {
                    if (rows.isEmpty()) {
                        last = Optional.empty();
                        return CompletableFuture.completedFuture(null);
                    }
                    last = Optional.of(rows.getFirst().name());
                    return visit.apply(rows.getFirst());
                })
                .whenComplete((visited, trouble) -> {
                    if (trouble != null) {
                        environment.journal().warn(Async.failureOf(trouble).toString());
                    }
                    plan();
                });
    }
}
