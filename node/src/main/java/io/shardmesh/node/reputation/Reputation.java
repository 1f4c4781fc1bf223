package io.shardmesh.node.reputation;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.PeerConduct;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.record.RecordLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What this node thinks of each other peer, made of what its own operations see. Whoever is left
 * alone is probed when its pause is over, so that no operation waits to find out, and it may always
 * be asked when nobody else is left. On the node's strand.
 */
public final class Reputation {
    /** Whoever has sent nothing for so long after a question is silent. */
    public static final Duration SILENCE = Duration.ofSeconds(4);

    /** What is newer is lost when the process is killed. */
    private static final Duration SAVE_DELAY = Duration.ofMinutes(5);

    private final Environment environment;
    private final ReputationFile file;
    private final Function<PeerId, CompletableFuture<Void>> probe;

    /** The one of which something was seen last is last. */
    private final Map<PeerId, Known> known = new LinkedHashMap<>();

    private boolean saving;
    private boolean stopped;

    private static final class Known {
        private Conduct conduct;
        private Breaker breaker;
        private long heardNanos;
        private Scheduler.@Nullable Timer nextProbe;

        Known(Conduct conduct, Breaker breaker, long heardNanos) {
            this.conduct = conduct;
            this.breaker = breaker;
            this.heardNanos = heardNanos;
        }
    }

    private Reputation(
            Environment environment,
            ReputationFile file,
            Function<PeerId, CompletableFuture<Void>> probe) {
        this.environment = environment;
        this.file = file;
        this.probe = probe;
    }

    /**
     * Begins with what an earlier run has left.
     *
     * @param probe asks a peer anything that takes its node to answer, and gives up by itself
     */
    public static Reputation create(
            Environment environment,
            ReputationFile file,
            Function<PeerId, CompletableFuture<Void>> probe) {
        Reputation reputation = new Reputation(environment, file, probe);
        reputation.recall(file.remembered());
        return reputation;
    }

    private void recall(SavedReputation saved) {
        long now = now();
        // Of a clock that was set back nothing is made; one set forward only makes us forget.
        Duration away = Duration.between(saved.savedAt(), environment.clock().instant());
        long awayNanos =
                Math.clamp(away.toSeconds(), 0, Duration.ofDays(365).toSeconds()) * 1_000_000_000L;
        for (SavedReputation.Entry entry : saved.peers()) {
            Known peer = new Known(entry.conduct(now - awayNanos), entry.breaker(now), now);
            known.put(entry.peer(), peer);
            planProbe(entry.peer(), peer);
        }
    }

    /** Where {@code peer} stands now. */
    public Standing standing(PeerId peer) {
        Known seen = known.get(peer);
        return seen == null ? Standing.UNKNOWN : Standing.of(seen.breaker, seen.conduct, now());
    }

    /** Whether {@code peer} is left alone for now, as far as there are others. */
    public boolean isSilent(PeerId peer) {
        Known seen = known.get(peer);
        return seen != null && !(seen.breaker instanceof Breaker.Closed);
    }

    /**
     * Notes whether {@code peer} gives the answer that {@code answer} stands for, and how soon. A
     * failure that is an answer of its own, such as a refusal, is neither for nor against it.
     *
     * @param timed whether the time says something: not when it has to be dialled first
     * @return {@code answer} itself
     */
    public <T> CompletableFuture<T> observe(
            PeerId peer, boolean timed, CompletableFuture<T> answer) {
        if (stopped) {
            return answer;
        }
        long startNanos = now();
        Scheduler.Timer limit =
                environment.strand().schedule(SILENCE, () -> silentSince(peer, startNanos));
        answer.whenComplete((value, failure) -> {
            limit.cancel();
            if (failure == null) {
                answered(peer, timed ? now() - startNanos : 0);
            } else {
                failed(peer, Async.failureOf(failure), startNanos);
            }
        });
        return answer;
    }

    private void silentSince(PeerId peer, long startNanos) {
        Known seen = known.get(peer);
        if (seen == null || seen.heardNanos - startNanos <= 0) {
            silent(peer);
        }
    }

    private void failed(PeerId peer, Failure failure, long startNanos) {
        switch (failure.kind()) {
            case UNREACHABLE -> {
                Known seen = of(peer);
                seen.conduct = seen.conduct.failed(now());
                change(peer, seen, seen.breaker.broken(now(), chance()));
            }
            case TIMEOUT -> {
                if (now() - startNanos < SILENCE.toNanos()) { // Else it was noted before.
                    silentSince(peer, startNanos);
                }
            }
            default -> {}
        }
    }

    private void answered(PeerId peer, long tookNanos) {
        Known seen = of(peer);
        seen.conduct = seen.conduct.answered(tookNanos, now());
        heard(peer, seen);
    }

    /** Notes that {@code peer} has sent something, be it part of a long answer. */
    public void heard(PeerId peer) {
        heard(peer, of(peer));
    }

    private void heard(PeerId peer, Known seen) {
        seen.heardNanos = now();
        change(peer, seen, seen.breaker.answered());
    }

    /** Notes that {@code peer} owed an answer for too long. */
    public void silent(PeerId peer) {
        Known seen = of(peer);
        seen.conduct = seen.conduct.failed(now());
        change(peer, seen, seen.breaker.silent(now(), chance()));
    }

    /** Notes that {@code peer} gave blocks to a get, and whether it kept the get waiting. */
    public void served(PeerId peer, boolean late) {
        Known seen = of(peer);
        seen.conduct = seen.conduct.served(late, now());
    }

    /** Notes that {@code peer} showed what it says to have, or could not. */
    public void audited(PeerId peer, boolean passed) {
        Known seen = of(peer);
        seen.conduct = seen.conduct.audited(passed, now());
    }

    /** Forgets a peer that is a member no more. */
    public void forget(PeerId peer) {
        Known seen = known.remove(peer);
        if (seen != null) {
            cancelProbe(seen);
        }
    }

    /** There is a new connection to {@code peer}: if it was left alone, that may be over. */
    public void returned(PeerId peer) {
        Known seen = known.get(peer);
        if (seen != null && seen.breaker instanceof Breaker.Open) {
            probe(peer, seen);
        }
    }

    private Known of(PeerId peer) {
        Known seen = known.remove(peer);
        if (seen == null) {
            long now = now();
            seen = new Known(Conduct.unknown(now), Breaker.closed(), now - 1);
            forgetOldest();
        }
        known.put(peer, seen);
        planSave();
        return seen;
    }

    private void forgetOldest() {
        if (known.size() >= RecordLimits.MEMBER_COUNT) {
            Map.Entry<PeerId, Known> oldest = known.entrySet().iterator().next();
            known.remove(oldest.getKey());
            cancelProbe(oldest.getValue());
        }
    }

    private void change(PeerId peer, Known seen, Breaker changed) {
        Breaker before = seen.breaker;
        seen.breaker = changed;
        if (changed.equals(before)) {
            return;
        }
        boolean wasSilent = !(before instanceof Breaker.Closed);
        boolean isSilent = !(changed instanceof Breaker.Closed);
        if (isSilent && !wasSilent) {
            environment.journal().info("peer " + peer + " does not answer; others are asked first");
        } else if (wasSilent && !isSilent) {
            environment.journal().info("peer " + peer + " answers again");
        }
        planProbe(peer, seen);
    }

    private void planProbe(PeerId peer, Known seen) {
        cancelProbe(seen);
        if (!stopped && seen.breaker instanceof Breaker.Open(Duration _, long untilNanos)) {
            seen.nextProbe =
                    environment
                            .strand()
                            .schedule(
                                    Duration.ofNanos(untilNanos - now()), () -> probe(peer, seen));
        }
    }

    private static void cancelProbe(Known seen) {
        Scheduler.Timer next = seen.nextProbe;
        seen.nextProbe = null;
        if (next != null) {
            next.cancel();
        }
    }

    private void probe(PeerId peer, Known seen) {
        cancelProbe(seen);
        if (stopped || known.get(peer) != seen) {
            return;
        }
        seen.breaker = seen.breaker.probed();
        observe(peer, false, Async.attempt(() -> probe.apply(peer)))
                .whenComplete((done, failure) -> {
                    if (seen.breaker instanceof Breaker.HalfOpen) {
                        // An answer, but not the one that was asked for.
                        change(peer, seen, seen.breaker.silent(now(), chance()));
                    }
                });
    }

    /** What is known of {@code peer}, for people; empty when nothing is. */
    public Optional<PeerConduct> report(PeerId peer) {
        return Optional.ofNullable(known.get(peer)).map(seen -> report(seen));
    }

    private PeerConduct report(Known seen) {
        Conduct conduct = seen.conduct.at(now());
        return new PeerConduct(
                conduct.answerNanos() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(conduct.answerNanos())),
                conduct.attempts().goodShare(),
                conduct.lateness(),
                new PeerConduct.Audits(conduct.audits().good(), conduct.audits().bad()),
                switch (seen.breaker) {
                    case Breaker.Closed _ -> PeerConduct.Asked.YES;
                    case Breaker.Open _ -> PeerConduct.Asked.LAST;
                    case Breaker.HalfOpen _ -> PeerConduct.Asked.PROBED;
                });
    }

    private void planSave() {
        if (!saving && !stopped) {
            saving = true;
            var _ =
                    environment
                            .strand()
                            .schedule(
                                    SAVE_DELAY,
                                    () -> {
                                        if (!stopped) {
                                            saving = false;
                                            var _ = save();
                                        }
                                    });
        }
    }

    /** Ends all probing and keeps what is known; never fails. */
    public CompletableFuture<Void> stop() {
        stopped = true;
        known.values().forEach(Reputation::cancelProbe);
        return saving ? save() : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> save() {
        return file.save(snapshot())
                .exceptionally(trouble -> {
                    environment.journal().warn(Async.failureOf(trouble).toString());
                    return null;
                });
    }

    private SavedReputation snapshot() {
        long now = now();
        List<SavedReputation.Entry> entries =
                known.entrySet().stream()
                        .map(each ->
                                SavedReputation.Entry.of(
                                        each.getKey(),
                                        each.getValue().conduct.at(now),
                                        each.getValue().breaker))
                        .sorted(Comparator.comparing(SavedReputation.Entry::peer))
                        .toList();
        Instant savedAt = environment.clock().instant();
        return new SavedReputation(savedAt, entries);
    }

    private double chance() {
        return (environment.random().bytes(1)[0] & 0xff) / 256.0;
    }

    private long now() {
        return environment.strand().nanoTime();
    }
}
