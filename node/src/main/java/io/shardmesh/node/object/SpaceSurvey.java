package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Patience;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.placement.Candidate;
import io.shardmesh.node.placement.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks members for room, in the order in which they would be placed if all had the same, until
 * enough machines have some. Nobody on a machine that has been found is asked, and no more members
 * than are needed and {@link #SPARE_COUNT} besides, unless some fail. Members that did not answer
 * lately are asked when nobody else is left.
 *
 * @param <H> what an asked member is spoken to by
 */
final class SpaceSurvey<H extends AskedHolder> {
    /** Enough that a few full or silent ones cost no second round. */
    private static final int SPARE_COUNT = 4;

    /** A round is waited for this long; then others are asked, or it is done with what there is. */
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(5);

    /** The same for a round of members that did not answer lately, and hardly will now. */
    private static final Duration DOUBTFUL_ROUND_LIMIT = Duration.ofSeconds(1);

    /** How long and how often one member is asked. */
    static final Patience PATIENCE =
            new Patience(ROUND_LIMIT, Duration.ofSeconds(30), Duration.ofMillis(500), 3);

    private final Environment environment;
    private final Members members;
    private final Wish wish;
    private final Function<PeerId, CompletableFuture<H>> asking;
    private final List<Member> unasked;
    private final Set<PeerId> waiting = new LinkedHashSet<>();
    private final Map<PeerId, H> answered = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private @Nullable Round round;
    private boolean closed;

    /**
     * What is looked for.
     *
     * @param objectKey decides the order
     * @param count machines wanted
     * @param least machines without which there is no point in going on
     * @param hasty whether as many as are wanted do, without waiting for the others that were asked
     * @param taken machines that have a part of the object already, so nobody there is asked
     */
    record Wish(Digest objectKey, int count, int least, boolean hasty, Set<String> taken) {
        /** One for an object that nobody has yet. */
        Wish(Digest objectKey, int count, int least, boolean hasty) {
            this(objectKey, count, least, hasty, Set.of());
        }
    }

    private record Round(CompletableFuture<Void> done, Scheduler.Timer limit) {}

    /**
     * Prepares one.
     *
     * @param asking asks a member, within {@link #PATIENCE}
     */
    SpaceSurvey(
            Environment environment,
            Members members,
            Wish wish,
            Function<PeerId, CompletableFuture<H>> asking) {
        this.environment = environment;
        this.members = members;
        this.wish = wish;
        this.asking = asking;
        this.unasked = new ArrayList<>(members.holders());
        unasked.removeIf(member -> wish.taken().contains(member.machine()));
    }

    /** The open sessions, by holder. */
    Map<PeerId, H> answered() {
        return answered;
    }

    /** Where the object would go by what has been answered. */
    Placement placement() {
        return Placement.of(wish.objectKey(), wish.count(), candidates());
    }

    /** Why members are not among those that answered, silent ones too. */
    List<Failure> failures() {
        List<Failure> all = new ArrayList<>(failures);
        waiting.forEach(peer -> all.add(members.away(peer)));
        return all;
    }

    /** Asks until enough has been found, or nobody is left who could answer. */
    CompletableFuture<Void> run() {
        return Async.loop(() ->
                askNext(wish.count() - found() + SPARE_COUNT)
                        .thenApply(asked -> asked && found() < wish.count()));
    }

    /** Asks one more round for a machine that no session is on; false when there is none. */
    CompletableFuture<Boolean> more() {
        return askNext(1);
    }

    /** From now on, whoever answers is told that nothing is wanted. */
    void close() {
        closed = true;
        endRound();
    }

    private int found() {
        return placement().chosen().size();
    }

    private CompletableFuture<Boolean> askNext(int count) {
        List<PeerId> next = closed ? List.of() : next(count);
        if (next.isEmpty() && (waiting.isEmpty() || found() >= wish.least())) {
            return CompletableFuture.completedFuture(false);
        }
        boolean doubtful = waiting.isEmpty() && next.stream().allMatch(this::isSilent);
        CompletableFuture<Void> done =
                running(doubtful ? DOUBTFUL_ROUND_LIMIT : ROUND_LIMIT).done();
        next.forEach(this::ask);
        return done.thenApply(ended -> true);
    }

    private boolean isSilent(PeerId peer) {
        return members.reputation().isSilent(peer);
    }

    private Round running(Duration limit) {
        Round running = round;
        if (running == null) {
            running =
                    new Round(
                            new CompletableFuture<>(),
                            environment.strand().schedule(limit, this::endRound));
            round = running;
        }
        return running;
    }

    private List<PeerId> next(int count) {
        Set<String> machines =
                candidates().stream()
                        .map(found -> found.labels().machine())
                        .collect(Collectors.toCollection(HashSet::new));
        List<Member> open =
                unasked.stream().filter(member -> !machines.contains(member.machine())).toList();
        List<Member> answering = open.stream().filter(member -> !isSilent(member.peer())).toList();
        List<Candidate> equal =
                (answering.isEmpty() ? open : answering)
                        .stream().map(member -> candidate(member, 1)).toList();
        List<PeerId> chosen =
                Placement.of(wish.objectKey(), count, equal).chosen().stream()
                        .map(Candidate::peer)
                        .toList();
        unasked.removeIf(member -> chosen.contains(member.peer()));
        return chosen;
    }

    /** Who has failed audits comes last. Who is silent does so by being asked last. */
    private Candidate candidate(Member member, long freeBytes) {
        return new Candidate(
                member.peer(),
                member.labels(),
                freeBytes,
                members.reputation().standing(member.peer()).distrusted());
    }

    private void ask(PeerId peer) {
        waiting.add(peer);
        asking.apply(peer)
                .whenComplete((session, failure) -> {
                    waiting.remove(peer);
                    if (failure != null) {
                        failures.add(Async.failureOf(failure));
                    } else if (closed) {
                        session.abort();
                    } else {
                        answered.put(peer, session);
                    }
                    endRoundIfThatDoes();
                });
    }

    private void endRoundIfThatDoes() {
        if (waiting.isEmpty() || (wish.hasty() && found() >= wish.count())) {
            endRound();
        }
    }

    private void endRound() {
        Round running = round;
        round = null;
        if (running != null) {
            running.limit().cancel();
            running.done().complete(null);
        }
    }

    private List<Candidate> candidates() {
        return answered.values().stream()
                .filter(AskedHolder::live)
                .map(this::candidate)
                .flatMap(Optional::stream)
                .filter(candidate -> candidate.freeBytes() > 0)
                .toList();
    }

    private Optional<Candidate> candidate(H session) {
        return members.member(session.holder())
                .map(member -> candidate(member, session.freeBytes()));
    }
}
