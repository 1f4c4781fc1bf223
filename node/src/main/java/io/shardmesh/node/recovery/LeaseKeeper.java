package io.shardmesh.node.recovery;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.care.Caretaker;
import io.shardmesh.node.care.DueLease;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.RecordLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Renews the leases of what the catalog names, and of the logs of the catalog, when half of their
 * time is over. What no catalog names is left to its end: it may be something that was deleted
 * while one of its holders was away, and a newer lease would bring it back. On the strand.
 */
final class LeaseKeeper {
    /** Behind the start: the links to members are up, and a short command is over. */
    private static final Duration FIRST = Duration.ofMinutes(10);

    private static final Duration EVERY = Duration.ofDays(1);

    /** From then on there are ninety days of looking again, and the grace behind them. */
    private static final Duration DUE = RecordLimits.LEASE_DURATION.dividedBy(2);

    private final Environment environment;
    private final Catalog catalog;
    private final CatalogKeys keys;
    private final HeadShelf shelf;
    private final Caretaker caretaker;
    private final Supplier<OwnedObjects> owned;
    private Optional<Scheduler.Timer> next = Optional.empty();
    private boolean ended;

    /**
     * @param owned begins a walk over what holders have of the owner's
     */
    LeaseKeeper(
            Environment environment,
            Catalog catalog,
            CatalogKeys keys,
            HeadShelf shelf,
            Caretaker caretaker,
            Supplier<OwnedObjects> owned) {
        this.environment = environment;
        this.catalog = catalog;
        this.keys = keys;
        this.shelf = shelf;
        this.caretaker = caretaker;
        this.owned = owned;
    }

    void start() {
        plan(FIRST);
    }

    void end() {
        ended = true;
        next.ifPresent(Scheduler.Timer::cancel);
    }

    private void plan(Duration pause) {
        if (!ended) {
            next = Optional.of(environment.strand().schedule(pause, this::renewAndPlan));
        }
    }

    private void renewAndPlan() {
        new Walk()
                .run()
                .whenComplete((done, trouble) -> {
                    if (trouble != null) {
                        environment.journal().warn(Async.failureOf(trouble).toString());
                    }
                    plan(EVERY);
                });
    }

    private final class Walk {
        private final OwnedObjects objects = owned.get();
        private final NamedObjects named = new NamedObjects(catalog, keys, shelf);
        private final Instant due = environment.clock().instant().plus(DUE);
        private int renewedCount;
        private int missedCount;

        CompletableFuture<Void> run() {
            return Async.loop(this::page).thenAccept(done -> tell());
        }

        private void tell() {
            if (renewedCount > 0) {
                environment
                        .journal()
                        .info(
                                "renewed %d leases; %d messages to holders did not arrive"
                                        .formatted(renewedCount, missedCount));
            }
        }

        private CompletableFuture<Boolean> page() {
            return objects.next()
                    .thenCompose(page ->
                            page.isEmpty() || ended
                                    ? CompletableFuture.completedFuture(false)
                                    : wanted(page).thenCompose(this::renew));
        }

        private CompletableFuture<List<DueLease>> wanted(List<OwnedObject> page) {
            List<CompletableFuture<Optional<DueLease>>> looked = new ArrayList<>();
            for (OwnedObject object : page) {
                Optional<Lease> lease =
                        object.lease().filter(known -> known.notAfter().isBefore(due));
                lease.ifPresent(ending ->
                        looked.add(
                                named.contain(ending.objectKey())
                                        .thenApply(wanted ->
                                                wanted
                                                        ? Optional.of(
                                                                new DueLease(
                                                                        ending,
                                                                        Set.copyOf(
                                                                                object.holders()
                                                                                        .values())))
                                                        : Optional.empty())));
            }
            return Async.all(looked)
                    .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
        }

        private CompletableFuture<Boolean> renew(List<DueLease> leases) {
            renewedCount += leases.size();
            return caretaker
                    .renew(leases, keys.signing())
                    .thenApply(missed -> {
                        missedCount += missed;
                        return true;
                    });
        }
    }
}
