package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Settled;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Fill;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.ShardName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** One rebuilding: finds takers, streams stripes through, has the takers commit. */
final class Rebuild {
    /** Sealed bytes under way at once. */
    private static final int WINDOW_BYTES = 8 << 20;

    private static final int MOST_STRIPES = 32;
    private static final int LEAST_STRIPES = 2;

    private final Rebuilder rebuilder;
    private final Environment environment;
    private final Members members;
    private final LostShards lost;
    private final HolderSet<HolderSession> takers;

    /** The indexes to be made, in the order in which the set of takers numbers them. */
    private final List<Integer> missing;

    private final TreeSet<Integer> elsewhere = new TreeSet<>();
    private final Window window;
    private final SourcePool pool;
    private CompletableFuture<Void> handedOn = CompletableFuture.completedFuture(null);
    private long nextStripe;
    private Optional<Throwable> trouble = Optional.empty();

    Rebuild(Rebuilder rebuilder, LostShards lost) {
        this.rebuilder = rebuilder;
        this.environment = rebuilder.environment();
        this.members = rebuilder.members();
        this.lost = lost;
        this.missing = List.copyOf(lost.missing());
        this.takers =
                new HolderSet<>(
                        environment,
                        members,
                        peer -> HolderSession.open(environment, members, peer));
        this.pool =
                new SourcePool(
                        environment, members, this::machine, inline() ? List.of() : lost.sources());
        this.window = new Window(windowStripes());
    }

    private int windowStripes() {
        return Math.clamp(WINDOW_BYTES / layout().stripeBytes(), LEAST_STRIPES, MOST_STRIPES);
    }

    private boolean inline() {
        return lost.records().described().inline();
    }

    private StripeLayout layout() {
        return lost.records().described().layout();
    }

    CompletableFuture<RebuildOutcome> run() {
        SpaceSurvey.Wish wish =
                new SpaceSurvey.Wish(lost.objectKey(), missing.size(), 1, false, lost.taken());
        return takers.survey(wish)
                .thenCompose(found -> takers.reserve(this::offer))
                .thenCompose(placed ->
                        inline() || takers.liveCount() == 0
                                ? CompletableFuture.completedFuture(null)
                                : Async.loop(this::nextStripe).thenCompose(all -> window.empty()))
                .thenCompose(sent -> {
                    trouble.ifPresent(why -> {
                        throw Async.failureOf(why).exception();
                    });
                    return commit();
                })
                .whenComplete((outcome, failure) -> {
                    pool.close();
                    if (failure != null) {
                        var _ = takers.abort();
                    }
                });
    }

    /** What another brings, or has brought, is not for a second holder to take. */
    private CompletableFuture<Void> offer(int number, HolderSession session) {
        int index = missing.get(number);
        return session.fill(fill(index))
                .exceptionallyCompose(thrown -> {
                    FailureKind kind = Async.failureOf(thrown).kind();
                    if (kind != FailureKind.BUSY && kind != FailureKind.EXISTS) {
                        return CompletableFuture.failedFuture(thrown);
                    }
                    elsewhere.add(index);
                    return CompletableFuture.completedFuture(null);
                });
    }

    private Fill fill(int index) {
        LostShards.Records records = lost.records();
        return Fill.newBuilder()
                .setHeader(ByteString.copyFrom(records.header().encode()))
                .setIndex(index)
                .setManifest(ByteString.copyFrom(records.manifest().encode()))
                .setEnvelope(ByteString.copyFrom(records.envelope().encode()))
                .setLease(ByteString.copyFrom(records.lease().encode()))
                .build();
    }

    /** Stripes are read a few at a time and handed on in order. */
    private CompletableFuture<Boolean> nextStripe() {
        if (nextStripe == layout().stripeCount() || trouble.isPresent()) {
            return CompletableFuture.completedFuture(false);
        }
        if (takers.liveCount() == 0) {
            trouble = Optional.of(noTaker());
            return CompletableFuture.completedFuture(false);
        }
        long stripe = nextStripe++;
        int blockBytes = layout().blockBytesIn(stripe);
        int dataBytes = blockBytes * layout().scheme().data();
        return rebuilder
                .pace(dataBytes)
                .thenCompose(paced -> window.room())
                .thenApply(room -> {
                    start(stripe, new StripeRange(layout(), stripe, 0, dataBytes));
                    return true;
                });
    }

    private FailureException noTaker() {
        return takers.troubles().stream()
                .findFirst()
                .orElseGet(() ->
                        new Failure(
                                FailureKind.TOO_FEW_MACHINES,
                                "rebuild",
                                subject(),
                                "nobody takes its shards"))
                .exception();
    }

    private void start(long stripe, StripeRange range) {
        CompletableFuture<SortedMap<Integer, ByteBuffer>> made =
                new StripeFetch(environment, pool, range, KnownBlocks.NONE, subject())
                        .start()
                        .thenCompose(data ->
                                environment
                                        .compute()
                                        .run(() -> LostBlocks.of(layout(), stripe, data, missing)));
        CompletableFuture<Void> end =
                handedOn.thenCompose(before -> made).thenCompose(blocks -> send(stripe, blocks));
        handedOn =
                end.exceptionally(why -> {
                    trouble = trouble.or(() -> Optional.of(why));
                    return null;
                });
        window.enter(handedOn);
    }

    private CompletableFuture<Void> send(long stripe, SortedMap<Integer, ByteBuffer> blocks) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        takers.placed()
                .forEach((number, session) -> {
                    if (session.live()) {
                        sent.add(session.block(stripe, block(blocks, missing.get(number))));
                    }
                });
        return Async.settled(sent).thenApply(done -> null);
    }

    private static ByteBuffer block(Map<Integer, ByteBuffer> blocks, int index) {
        ByteBuffer block = blocks.get(index);
        if (block == null) {
            throw new IllegalStateException("index " + index + " was not made");
        }
        return block;
    }

    private CompletableFuture<RebuildOutcome> commit() {
        SortedMap<Integer, HolderSession> live = new TreeMap<>();
        takers.placed()
                .forEach((number, session) -> {
                    if (session.live()) {
                        live.put(missing.get(number), session);
                    }
                });
        List<CompletableFuture<byte[]>> commits =
                live.values().stream()
                        .map(session -> session.commit(Commit.getDefaultInstance()))
                        .toList();
        return Async.settled(commits).thenApply(ends -> outcome(live, ends));
    }

    private RebuildOutcome outcome(
            SortedMap<Integer, HolderSession> live, List<Settled<byte[]>> ends) {
        List<Claim> claims = new ArrayList<>();
        int number = 0;
        for (Map.Entry<Integer, HolderSession> taker : live.entrySet()) {
            ShardName shard = new ShardName(lost.objectKey(), taker.getKey());
            PeerId holder = taker.getValue().holder();
            ends.get(number++)
                    .success()
                    .flatMap(claim -> CompleteClaim.check(members.mesh(), shard, holder, claim))
                    .ifPresent(claims::add);
        }
        return new RebuildOutcome(claims, elsewhere, pool.fetchedBytes(), takers.troubles());
    }

    private String subject() {
        return ObjectKeyText.format(lost.objectKey());
    }

    private String machine(PeerId peer) {
        return members.member(peer).map(Member::machine).orElse("");
    }
}
