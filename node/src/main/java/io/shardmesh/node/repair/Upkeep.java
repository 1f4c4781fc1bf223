package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.UpkeepReport;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.Holder;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.Rebuilder;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Looks after what this node holds for as long as it runs. Sweeps find objects with which something
 * is wrong; each is mended in its turn, a few at a time. New objects are looked at soon after they
 * came, so that a put which did not reach all holders is finished when its putter is gone. On the
 * strand.
 */
public final class Upkeep {
    /** Repairs under way at once: each has some 8 MiB in memory. */
    private static final int MENDING_COUNT = 2;

    /** Objects that wait to be mended; more are found by the next sweep. */
    private static final int MAX_WAITING = 10_000;

    /** New objects that wait to be looked at. */
    private static final int MAX_FRESH = 10_000;

    private static final CompletableFuture<Long> NOTHING_FREED =
            CompletableFuture.completedFuture(0L);

    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final UpkeepSettings settings;
    private final Presence presence;
    private final Stocktaker stocktaker;
    private final Absentees absentees;
    private final LastSeen lastSeen = new LastSeen();
    private final Lacking lacking;
    private final Suspicions suspicions = new Suspicions();
    private final Auditor auditor;
    private final UpkeepCounts counts = new UpkeepCounts();
    private final Mender mender;
    private final Sweep sweep;
    private final Rounds audits;
    private final Rounds scrubs;
    private final Set<Digest> waiting = new LinkedHashSet<>();
    private final Set<Digest> mending = new LinkedHashSet<>();
    private Set<Digest> fresh = new LinkedHashSet<>();
    private Set<Digest> settling = new LinkedHashSet<>();
    private Optional<Scheduler.Timer> nextSweep = Optional.empty();
    private Optional<Scheduler.Timer> nextLook = Optional.empty();
    private boolean stopped;

    private Upkeep(
            Environment environment, Members members, ShardStore store, UpkeepSettings settings) {
        this.environment = environment;
        this.members = members;
        this.store = store;
        this.settings = settings;
        this.presence = new Presence(environment, members);
        Clocks clocks = new Clocks(environment);
        this.stocktaker =
                new Stocktaker(environment, members, store, presence, lastSeen, suspicions, clocks);
        this.absentees = new Absentees(members, presence, lastSeen, settings);
        this.lacking = new Lacking(environment.strand(), settings);
        presence.onReturn(lacking::hopeAgain);
        this.auditor = new Auditor(environment, members);
        BytePace pace = new BytePace(environment.strand(), settings.repairBytesPerSecond());
        this.mender = new Mender(this, Rebuilder.create(environment, members, pace::pass));
        this.sweep = new Sweep(this, new Burials(this, clocks), this::unwell);
        this.audits = rounds(new Audits(this, this::unwell)::visit);
        this.scrubs = rounds(new Scrubs(this, clocks, this::unwell)::visit);
    }

    private Rounds rounds(Function<StoredShard, CompletableFuture<Void>> visit) {
        return new Rounds(environment, store, settings.roundEvery(), visit);
    }

    /** Starts to look after the store that {@code holder} serves. */
    public static Upkeep start(
            Environment environment,
            Members members,
            ShardStore store,
            Holder holder,
            UpkeepSettings settings) {
        Upkeep upkeep = new Upkeep(environment, members, store, settings);
        holder.onCommit(upkeep::committed);
        holder.onLookAgain(upkeep::unwell);
        upkeep.planSweep();
        upkeep.planLook();
        upkeep.audits.start();
        upkeep.scrubs.start();
        return upkeep;
    }

    /** Starts nothing new. */
    public void stop() {
        stopped = true;
        nextSweep.ifPresent(Scheduler.Timer::cancel);
        nextLook.ifPresent(Scheduler.Timer::cancel);
        audits.stop();
        scrubs.stop();
        waiting.clear();
    }

    /** What has been done. */
    public UpkeepReport report() {
        return counts.report(suspicions.count(), lacking.count());
    }

    private void committed(Digest objectKey) {
        if (fresh.size() < MAX_FRESH) {
            fresh.add(objectKey);
        }
    }

    private void planSweep() {
        if (!stopped) {
            nextSweep =
                    Optional.of(
                            environment
                                    .strand()
                                    .schedule(jittered(settings.sweepEvery()), this::sweepAndPlan));
        }
    }

    /** Between half of it and all: the holders of one object do not all ask at the same moment. */
    private Duration jittered(Duration most) {
        int random = environment.random().bytes(1)[0] & 0xff;
        return most.dividedBy(2).plus(most.dividedBy(2).multipliedBy(random).dividedBy(256));
    }

    private void sweepAndPlan() {
        sweep.run()
                .thenCompose(swept -> stopped ? NOTHING_FREED : store.compact())
                .whenComplete((freed, trouble) -> {
                    if (trouble != null) {
                        environment.journal().warn(Async.failureOf(trouble).toString());
                    } else {
                        counts.compacted(freed);
                    }
                    planSweep();
                });
    }

    private void planLook() {
        if (!stopped) {
            nextLook =
                    Optional.of(
                            environment.strand().schedule(settings.rankDelay(), this::lookAndPlan));
        }
    }

    /**
     * What lacks parts is looked at again, what came a while ago for the first time, and what
     * somebody had who has just left, or is given up now.
     */
    private void lookAndPlan() {
        Set<Digest> due = new LinkedHashSet<>(settling);
        Set<PeerId> gone =
                presence.newlyGone(
                        List.of(settings.rankDelay(), settings.urgentGrace(), settings.grace()));
        if (!gone.isEmpty()) {
            due.addAll(lastSeen.objectsOf(gone));
        }
        settling = fresh;
        fresh = new LinkedHashSet<>();
        lacking.due().forEach(this::unwell);
        look(new ArrayList<>(due)).whenComplete((done, trouble) -> planLook());
    }

    private CompletableFuture<Void> look(List<Digest> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        int count = Math.min(keys.size(), Stocktaker.MAX_KEYS);
        return sweep.look(keys.subList(0, count))
                .thenCompose(looked -> look(keys.subList(count, keys.size())));
    }

    private void unwell(Digest objectKey) {
        if (!stopped && waiting.size() < MAX_WAITING) {
            waiting.add(objectKey);
            mendNext();
        }
    }

    private void mendNext() {
        while (mending.size() < MENDING_COUNT && !waiting.isEmpty()) {
            Digest next = waiting.iterator().next();
            waiting.remove(next);
            if (mending.add(next)) {
                mender.mend(next)
                        .whenComplete((done, trouble) -> {
                            mending.remove(next);
                            if (trouble != null) {
                                environment.journal().warn(Async.failureOf(trouble).toString());
                            }
                            environment.strand().execute(this::mendNext);
                        });
            }
        }
    }

    Environment environment() {
        return environment;
    }

    Members members() {
        return members;
    }

    ShardStore store() {
        return store;
    }

    UpkeepSettings settings() {
        return settings;
    }

    Stocktaker stocktaker() {
        return stocktaker;
    }

    Absentees absentees() {
        return absentees;
    }

    LastSeen lastSeen() {
        return lastSeen;
    }

    Lacking lacking() {
        return lacking;
    }

    Suspicions suspicions() {
        return suspicions;
    }

    Auditor auditor() {
        return auditor;
    }

    UpkeepCounts counts() {
        return counts;
    }
}
