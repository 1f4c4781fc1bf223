package io.shardmesh.node.object;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.placement.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The holders of one object while it is being put: has members asked for room, places the shards,
 * and reserves each shard with the next best holder until one takes it.
 *
 * @param <H> what a holder is spoken to by
 */
final class HolderSet<H extends AskedHolder> {
    private final Environment environment;
    private final Members members;
    private final Function<PeerId, CompletableFuture<H>> asked;
    private final Map<Integer, H> placed = new LinkedHashMap<>();
    private final List<Failure> refusals = new ArrayList<>();
    private final List<Candidate> inUse = new ArrayList<>();
    private final Set<PeerId> tried = new LinkedHashSet<>();
    private @Nullable SpaceSurvey<H> survey;

    /**
     * Prepares one.
     *
     * @param asked asks a member how much room it has
     */
    HolderSet(
            Environment environment,
            Members members,
            Function<PeerId, CompletableFuture<H>> asked) {
        this.environment = environment;
        this.members = members;
        this.asked = asked;
    }

    /** The session for each index that a holder has taken, dead ones too. */
    Map<Integer, H> placed() {
        return placed;
    }

    /** How many of them live. */
    int liveCount() {
        return (int) placed.values().stream().filter(AskedHolder::live).count();
    }

    /** Why holders did not take a shard or were dropped, one line each. */
    List<Failure> troubles() {
        List<Failure> all = new ArrayList<>(refusals);
        if (survey != null) {
            all.addAll(survey.failures());
        }
        placed.values().forEach(session -> session.trouble().ifPresent(all::add));
        return all;
    }

    /** Asks members for room; gives the number of machines that have some, at most as wished. */
    CompletableFuture<Integer> survey(SpaceSurvey.Wish wish) {
        SpaceSurvey<H> asking = new SpaceSurvey<>(environment, members, wish, asked);
        survey = asking;
        return asking.run().thenApply(done -> asking.placement().chosen().size());
    }

    /**
     * Reserves indexes 0 to {@code count} - 1 of the wish, each on a machine of its own, as long as
     * there are enough of them.
     */
    CompletableFuture<Void> reserve(BiFunction<Integer, H, CompletableFuture<Void>> reservation) {
        SpaceSurvey<H> asking = survey;
        if (asking == null) {
            throw new IllegalStateException("nobody was asked");
        }
        return reserveAll(asking, reservation)
                .thenApply(done -> {
                    asking.close();
                    asking.answered().values().stream()
                            .filter(session -> !placed.containsValue(session))
                            .forEach(AskedHolder::abort);
                    return null;
                });
    }

    private CompletableFuture<Void> reserveAll(
            SpaceSurvey<H> asking, BiFunction<Integer, H, CompletableFuture<Void>> reservation) {
        List<Candidate> chosen = asking.placement().chosen();
        chosen.forEach(this::take);
        List<CompletableFuture<Void>> attempts = new ArrayList<>();
        for (int index = 0; index < chosen.size(); index++) {
            attempts.add(reserveAt(asking, index, chosen.get(index), reservation));
        }
        return Async.settled(attempts).thenApply(done -> null);
    }

    private void take(Candidate candidate) {
        inUse.add(candidate);
        tried.add(candidate.peer());
    }

    private CompletableFuture<Void> reserveAt(
            SpaceSurvey<H> asking,
            int index,
            Candidate candidate,
            BiFunction<Integer, H, CompletableFuture<Void>> reservation) {
        H session = session(asking, candidate);
        return members.observe(candidate.peer(), reservation.apply(index, session))
                .handle((done, failure) -> {
                    if (failure == null) {
                        placed.put(index, session);
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    refusals.add(Async.failureOf(failure));
                    inUse.remove(candidate);
                    return replacement(asking)
                            .thenCompose(next ->
                                    next.isEmpty()
                                            ? CompletableFuture.<Void>completedFuture(null)
                                            : reserveAt(asking, index, next.get(), reservation));
                })
                .thenCompose(next -> next);
    }

    /** The next best of those that were asked, else of those that are asked now. */
    private CompletableFuture<Optional<Candidate>> replacement(SpaceSurvey<H> asking) {
        Optional<Candidate> next = asking.placement().replacement(inUse, tried);
        if (next.isPresent()) {
            take(next.get());
            return CompletableFuture.completedFuture(next);
        }
        return asking.more()
                .thenCompose(more ->
                        more
                                ? replacement(asking)
                                : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** Takes everything back. */
    CompletableFuture<Void> abort() {
        SpaceSurvey<H> asking = survey;
        if (asking == null) {
            return CompletableFuture.completedFuture(null);
        }
        asking.close();
        return Async.settled(asking.answered().values().stream().map(AskedHolder::abort).toList())
                .thenApply(done -> null);
    }

    /** Who took that index. */
    PeerId holder(int index) {
        H session = placed.get(index);
        if (session == null) {
            throw new IllegalArgumentException("nobody took index " + index);
        }
        return session.holder();
    }

    /** The label of the machine that {@code peer} runs on. */
    String machine(PeerId peer) {
        return members.member(peer).map(Member::machine).orElse("");
    }

    private H session(SpaceSurvey<H> asking, Candidate candidate) {
        H session = asking.answered().get(candidate.peer());
        if (session == null) {
            throw new IllegalStateException("placed on a peer that was not asked");
        }
        return session;
    }
}
