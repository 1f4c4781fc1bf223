package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Settled;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.placement.Candidate;
import io.shardmesh.node.placement.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * The holders of one object while it is being put: asks all members that hold, places the shards,
 * and reserves each shard with the next best holder until one takes it.
 */
final class HolderSet {
    private static final Duration ASK_LIMIT = Duration.ofSeconds(5);

    private final Environment environment;
    private final Members members;
    private final Map<PeerId, HolderSession> asked = new LinkedHashMap<>();
    private final Map<Integer, HolderSession> placed = new LinkedHashMap<>();
    private final List<Failure> refusals = new ArrayList<>();
    private final List<Candidate> inUse = new ArrayList<>();
    private final Set<PeerId> tried = new LinkedHashSet<>();
    private Placement placement = new Placement(List.of(), List.of());

    HolderSet(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
    }

    /** The session for each index that a holder has taken, dead ones too. */
    Map<Integer, HolderSession> placed() {
        return placed;
    }

    /** How many of them live. */
    int liveCount() {
        return (int) placed.values().stream().filter(HolderSession::live).count();
    }

    /** Why holders did not take a shard or were dropped, one line each. */
    List<Failure> troubles() {
        List<Failure> all = new ArrayList<>(refusals);
        placed.values().forEach(session -> session.trouble().ifPresent(all::add));
        return all;
    }

    /** Asks every member that holds how much room it has; those that do not answer are left out. */
    CompletableFuture<Void> ask() {
        List<CompletableFuture<HolderSession>> answers =
                members.holders().stream().map(Member::peer).map(this::ask).toList();
        return Async.settled(answers)
                .thenApply(settled -> {
                    settled.forEach(this::note);
                    return null;
                });
    }

    private CompletableFuture<HolderSession> ask(PeerId peer) {
        return Async.within(
                environment.strand(),
                ASK_LIMIT,
                members.open(peer, HolderProtocols.PUT)
                        .thenCompose(
                                stream -> HolderSession.open(environment, members.self(), stream)),
                () -> members.away(peer));
    }

    private void note(Settled<HolderSession> answer) {
        switch (answer) {
            case Settled.Value<HolderSession>(HolderSession session) ->
                    asked.put(session.holder(), session);
            case Settled.Failed<HolderSession>(Failure failure) -> refusals.add(failure);
        }
    }

    /**
     * Reserves indexes 0 to {@code count} - 1, each on a machine of its own as long as there are
     * enough of them.
     */
    CompletableFuture<Void> reserve(
            Digest objectKey,
            int count,
            BiFunction<Integer, HolderSession, CompletableFuture<Void>> reservation) {
        List<Candidate> candidates =
                asked.values().stream().map(this::candidate).flatMap(Optional::stream).toList();
        placement = Placement.of(objectKey, count, candidates);
        List<CompletableFuture<Void>> attempts = new ArrayList<>();
        List<Candidate> chosen = placement.chosen();
        chosen.forEach(this::take);
        for (int index = 0; index < chosen.size(); index++) {
            attempts.add(reserveAt(index, chosen.get(index), reservation));
        }
        return Async.settled(attempts)
                .thenApply(done -> {
                    asked.values().stream()
                            .filter(session -> !placed.containsValue(session))
                            .forEach(HolderSession::abort);
                    return null;
                });
    }

    private void take(Candidate candidate) {
        inUse.add(candidate);
        tried.add(candidate.peer());
    }

    private CompletableFuture<Void> reserveAt(
            int index,
            Candidate candidate,
            BiFunction<Integer, HolderSession, CompletableFuture<Void>> reservation) {
        HolderSession session = session(candidate);
        return reservation
                .apply(index, session)
                .handle((done, failure) -> {
                    if (failure == null) {
                        placed.put(index, session);
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    refusals.add(Async.failureOf(failure));
                    inUse.remove(candidate);
                    Optional<Candidate> next = placement.replacement(inUse, tried);
                    if (next.isEmpty()) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    take(next.get());
                    return reserveAt(index, next.get(), reservation);
                })
                .thenCompose(next -> next);
    }

    /** Takes everything back. */
    CompletableFuture<Void> abort() {
        return Async.settled(asked.values().stream().map(HolderSession::abort).toList())
                .thenApply(done -> null);
    }

    /** Who took that index. */
    PeerId holder(int index) {
        HolderSession session = placed.get(index);
        if (session == null) {
            throw new IllegalArgumentException("nobody took index " + index);
        }
        return session.holder();
    }

    /** The label of the machine that {@code peer} runs on. */
    String machine(PeerId peer) {
        return members.member(peer).map(Member::machine).orElse("");
    }

    private Optional<Candidate> candidate(HolderSession session) {
        return members.member(session.holder())
                .map(member -> Candidate.of(member.peer(), member.labels(), session.freeBytes()));
    }

    private HolderSession session(Candidate candidate) {
        HolderSession session = asked.get(candidate.peer());
        if (session == null) {
            throw new IllegalStateException("placed on a peer that was not asked");
        }
        return session;
    }
}
