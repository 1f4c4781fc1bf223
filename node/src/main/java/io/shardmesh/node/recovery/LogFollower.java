package io.shardmesh.node.recovery;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Settled;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.record.SignedCatalogHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings the logs of the owner's other devices here: asks holders for heads, takes of each device
 * the newest, and fetches what is not here yet. On the strand.
 */
final class LogFollower {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** Enough to hear of a head that most have. */
    private static final int ASKED_COUNT = 3;

    private final Environment environment;
    private final Members members;
    private final HeadShelf shelf;
    private final Catalog catalog;
    private final CatalogKeys keys;
    private final CatalogClient client;
    private final SegmentReader reader;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private boolean ended;

    LogFollower(
            Environment environment,
            Members members,
            HeadShelf shelf,
            Catalog catalog,
            CatalogKeys keys,
            SegmentReader reader) {
        this.environment = environment;
        this.members = members;
        this.shelf = shelf;
        this.catalog = catalog;
        this.keys = keys;
        this.client = new CatalogClient(environment, members);
        this.reader = reader;
    }

    void start() {
        plan();
    }

    void end() {
        ended = true;
    }

    private void plan() {
        var _ =
                environment
                        .strand()
                        .schedule(
                                PAUSE,
                                () -> {
                                    if (!ended) {
                                        follow(some()).whenComplete((done, trouble) -> plan());
                                    }
                                });
    }

    private List<PeerId> some() {
        List<PeerId> connected = new ArrayList<>(holders());
        connected.retainAll(members.connected());
        while (connected.size() > ASKED_COUNT) {
            int drawn = environment.random().bytes(1)[0] & 0xff;
            connected.remove(drawn % connected.size());
        }
        return connected;
    }

    /** Asks everybody who keeps heads; see {@link #follow}. */
    CompletableFuture<Followed> followAll() {
        return follow(holders());
    }

    private List<PeerId> holders() {
        return members.holders().stream()
                .map(Member::peer)
                .filter(peer -> !peer.equals(members.self()))
                .toList();
    }

    /**
     * Asks these holders and fetches what is new. Never fails: what could not be fetched is in the
     * answer.
     */
    CompletableFuture<Followed> follow(List<PeerId> holders) {
        CompletableFuture<Followed> followed =
                last.handle((done, trouble) -> true).thenCompose(turn -> hear(holders));
        last = followed;
        return followed;
    }

    private CompletableFuture<Followed> hear(List<PeerId> holders) {
        return Async.settled(
                        holders.stream()
                                .map(peer ->
                                        client.heads(peer, keys.signing().verifyingKey(), shelf))
                                .toList())
                .thenCompose(this::take);
    }

    private CompletableFuture<Followed> take(List<Settled<List<SignedCatalogHead>>> answers) {
        int answered = (int) answers.stream().filter(one -> one.success().isPresent()).count();
        List<CompletableFuture<SignedCatalogHead>> taking =
                answers.stream()
                        .flatMap(one -> one.success().stream())
                        .flatMap(List::stream)
                        .map(shelf::offer)
                        .toList();
        return Async.settled(taking)
                .thenCompose(taken -> fetch(new Followed(answered, answers.size())));
    }

    private CompletableFuture<Followed> fetch(Followed followed) {
        CompletableFuture<Followed> fetching = CompletableFuture.completedFuture(followed);
        for (SignedCatalogHead head : shelf.of(keys.signing().verifyingKey())) {
            Optional<LogSegments> log = LogSegments.open(keys.secrets().headKey(), head.head());
            if (log.isPresent() && !log.get().device().equals(catalog.device())) {
                fetching =
                        fetching.thenCompose(before ->
                                fetch(log.get())
                                        .handle((done, trouble) ->
                                                before.with(head, Optional.ofNullable(trouble))));
            }
        }
        return fetching;
    }

    /** What is here already is left out, as far as segments end there. */
    private CompletableFuture<Void> fetch(LogSegments log) {
        CompletableFuture<Void> fetching = CompletableFuture.completedFuture(null);
        for (Segment segment : log.segments()) {
            fetching =
                    fetching.thenCompose(before -> catalog.logBytes(log.device()))
                            .thenCompose(have ->
                                    segment.endOffset() > have
                                            ? reader.fetch(log.device(), segment)
                                            : CompletableFuture.completedFuture(null));
        }
        return fetching;
    }
}
