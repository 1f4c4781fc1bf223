package io.shardmesh.node.recovery;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.care.Caretaker;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Settled;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.object.Putter;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.CatalogHead;
import io.shardmesh.node.record.SignedCatalogHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Brings this device's catalog log into the mesh: what was appended since the last time becomes a
 * segment, an object like any other, and a new head says so to all holders. Every few seconds if
 * there is anything new, and at the end of the node. On the strand.
 */
final class LogPublisher {
    /** What the sealed metadata of a segment says; nobody else sees it. */
    static final String SEGMENT_TYPE = "application/vnd.shardmesh.catalog-segment";

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Environment environment;
    private final Members members;
    private final Catalog catalog;
    private final Putter putter;
    private final SigningKey owner;
    private final CatalogSecrets secrets;
    private final HeadShelf shelf;
    private final CatalogClient client;
    private final OldSegments old;
    private LogSegments published;
    private long sequence;
    private Optional<CompletableFuture<Void>> running = Optional.empty();
    private boolean ended;

    /** What a publisher writes from and to. */
    record Ports(
            Catalog catalog,
            Putter putter,
            Caretaker caretaker,
            SigningKey owner,
            CatalogSecrets secrets) {}

    LogPublisher(Environment environment, Members members, HeadShelf shelf, Ports ports) {
        this.environment = environment;
        this.members = members;
        this.catalog = ports.catalog();
        this.putter = ports.putter();
        this.owner = ports.owner();
        this.secrets = ports.secrets();
        this.shelf = shelf;
        this.client = new CatalogClient(environment, members);
        this.old = new OldSegments(ports.caretaker(), owner);
        Optional<SignedCatalogHead> known = shelf.get(owner.verifyingKey(), device());
        this.sequence = known.map(head -> head.head().sequence()).orElse(0L);
        this.published =
                known.flatMap(head -> LogSegments.open(secrets.headKey(), head.head()))
                        .filter(segments -> segments.endOffset() <= catalog.ownLogBytes())
                        .orElseGet(() -> new LogSegments(catalog.device(), List.of()));
    }

    void start() {
        plan();
    }

    private void plan() {
        var _ =
                environment
                        .strand()
                        .schedule(
                                PAUSE,
                                () -> {
                                    if (!ended) {
                                        publish().whenComplete((done, trouble) -> plan());
                                    }
                                });
    }

    /** Publishes what is new and no more after that; never fails. */
    CompletableFuture<Void> end() {
        ended = true;
        return publish();
    }

    /** Brings what is new; never fails, for the next time brings it too. */
    CompletableFuture<Void> publish() {
        if (running.isPresent()) {
            return running.get();
        }
        long end = catalog.ownLogBytes();
        // A log with nothing but its header says nothing.
        if (end <= published.endOffset() || (published.endOffset() == 0 && !anything(end))) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> publishing =
                Async.attempt(() -> put(published.nextFrom(end), end))
                        .thenCompose(this::announce)
                        .handle((done, trouble) -> {
                            running = Optional.empty();
                            if (trouble != null) {
                                environment
                                        .journal()
                                        .info(
                                                "the catalog is not in the mesh yet: "
                                                        + Async.failureOf(trouble).cause());
                            }
                            return null;
                        });
        if (!publishing.isDone()) {
            running = Optional.of(publishing);
        }
        return publishing;
    }

    private static boolean anything(long end) {
        return end > Catalog.EMPTY_LOG_BYTES;
    }

    private CompletableFuture<LogSegments> put(long from, long end) {
        String name = catalog.device() + "/" + from + "-" + end;
        PutRequest request =
                new PutRequest(
                        name,
                        List.of(),
                        List.of(secrets.reader().publicKey()),
                        spread(),
                        new PutRequest.FileFacts(
                                SEGMENT_TYPE,
                                0,
                                environment.clock().instant(),
                                OptionalLong.of(end - from)));
        return putter.put(request, source(from, end))
                .outcome()
                .thenApply(stored ->
                        published.with(
                                new Segment(stored.outcome().objectKey(), from, end - from)));
    }

    /** On one machine one copy is all there can be; it is worth more than none. */
    private PutRequest.Spread spread() {
        return members.machineCount() == 1
                ? new PutRequest.Spread(
                        Optional.of(new Scheme(1, 1)), OptionalInt.of(1), OptionalInt.empty())
                : PutRequest.USUAL;
    }

    private ByteSource source(long from, long end) {
        long[] at = {from};
        return target -> {
            int count = (int) Math.min(target.remaining(), end - at[0]);
            if (count == 0) {
                return CompletableFuture.completedFuture(-1);
            }
            int limit = target.limit();
            target.limit(target.position() + count);
            return catalog.readOwnLog(at[0], target)
                    .thenApply(filled -> {
                        target.limit(limit);
                        at[0] += count;
                        return count;
                    });
        };
    }

    private CompletableFuture<Void> announce(LogSegments newer) {
        old.replaced(published, newer);
        published = newer;
        sequence = Math.max(sequence + 1, environment.clock().instant().toEpochMilli());
        SignedCatalogHead head =
                new CatalogHead(
                                owner.verifyingKey(),
                                device(),
                                sequence,
                                newer.seal(secrets.headKey(), environment.random()))
                        .sign(owner, members.mesh());
        return shelf.offer(head)
                .thenCompose(kept ->
                        Async.settled(
                                members.holders().stream()
                                        .map(Member::peer)
                                        .filter(peer -> !peer.equals(members.self()))
                                        .map(peer -> client.put(peer, head))
                                        .toList()))
                .thenCompose(this::settle);
    }

    /** Who reads by an older head finds all of its segments until most holders have this one. */
    private CompletableFuture<Void> settle(List<Settled<Long>> answers) {
        long took = answers.stream().filter(answer -> answer.success().isPresent()).count();
        if (took < answers.size()) {
            environment
                    .journal()
                    .info(took + " of " + answers.size() + " holders have the catalog's head");
        }
        return 2 * took >= answers.size() ? old.delete() : CompletableFuture.completedFuture(null);
    }

    private Bytes device() {
        return Bytes.of(catalog.device().bytes());
    }
}
