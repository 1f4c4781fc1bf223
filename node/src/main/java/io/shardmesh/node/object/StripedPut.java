package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ObjectContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A put of an object in shards. Reading and sealing of the next stripe go on while earlier ones are
 * hashed and sent; {@link #WINDOW_STRIPES} bounds how many.
 */
final class StripedPut {
    /** Stripes that may be in memory at once: one made, one hashed, one on the wire. */
    private static final int WINDOW_STRIPES = 3;

    /** Small ones may be more, up to so many sealed bytes ... */
    private static final int WINDOW_BYTES = 8 << 20;

    /** ... but not without end: each costs several tasks of its own. */
    private static final int WINDOW_SMALL_STRIPES = 32;

    private final PutOperation put;
    private final Environment environment;
    private final HolderSet<HolderSession> holders;
    private final StripeSealer sealer;
    private final List<Blake3Hasher> hashers;
    private final List<CompletableFuture<Void>> hashed = new ArrayList<>();
    private final Window window;

    /** Plain bytes of the stripe that is being read or sealed. */
    private final ByteBuffer plain;

    StripedPut(PutOperation put, HolderSet<HolderSession> holders) {
        PutPlan plan = put.plan();
        this.put = put;
        this.environment = put.environment();
        this.holders = holders;
        this.sealer = new StripeSealer(put.content(), plan.scheme(), put.header().blockBytes());
        this.plain = ByteBuffer.allocate(sealer.wantedPlainBytes());
        this.window = new Window(windowStripes(plan.scheme().data() * put.header().blockBytes()));
        this.hashers =
                IntStream.range(0, plan.scheme().total()).mapToObj(i -> Blake3.hasher()).toList();
        hashers.forEach(each -> hashed.add(CompletableFuture.completedFuture(null)));
    }

    private static int windowStripes(int stripeBytes) {
        return Math.clamp(WINDOW_BYTES / stripeBytes, WINDOW_STRIPES, WINDOW_SMALL_STRIPES);
    }

    /** Puts what the source has, the first bytes of which were read already. */
    CompletableFuture<StoredObject> run(ByteBuffer first) {
        plain.put(first.flip());
        return put.source()
                .fill(plain)
                .thenCompose(last -> reserve(last).thenCompose(done -> sealAndHandOn(last)))
                .thenCompose(last ->
                        last
                                ? CompletableFuture.completedFuture(null)
                                : Async.loop(this::putNextStripe))
                .thenCompose(done -> window.empty())
                .thenCompose(done -> Async.all(hashed))
                .thenCompose(done ->
                        commit(new ObjectContent.Shards(shardKeys()), sealer.sealedBytes()));
    }

    private List<Digest> shardKeys() {
        return hashers.stream().map(Blake3Hasher::finish).toList();
    }

    private CompletableFuture<Void> reserve(boolean ended) {
        put.requireActive(); // Whatever is opened after the end, nobody takes back.
        PutPlan plan = put.plan();
        OptionalLong shardBytes = put.shardBytes(ended);
        SpaceSurvey.Wish wish =
                new SpaceSurvey.Wish(
                        put.header().objectKey(), plan.partCount(), plan.minMachineCount(), false);
        return holders.survey(wish)
                .thenCompose(found ->
                        holders.reserve((index, session) ->
                                session.reserve(put.writer().reserve(index, shardBytes, session))))
                .thenAccept(reserved -> check());
    }

    private CompletableFuture<Boolean> putNextStripe() {
        return put.source()
                .fill(plain.clear().limit(sealer.wantedPlainBytes()))
                .thenCompose(this::sealAndHandOn)
                .thenApply(last -> !last);
    }

    /** Gives {@code last} back, once there is room for the next stripe. */
    private CompletableFuture<Boolean> sealAndHandOn(boolean last) {
        return environment
                .compute()
                .run(() -> sealer.seal(plain.flip(), last))
                .thenCompose(stripes -> {
                    stripes.forEach(this::handOn);
                    put.progress();
                    return window.room();
                })
                .thenApply(room -> {
                    check();
                    return last;
                });
    }

    private void handOn(SealedStripe stripe) {
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (int index = 0; index < hashers.size(); index++) {
            parts.add(hash(index, stripe.block(index)));
        }
        holders.placed()
                .forEach((index, to) -> parts.add(to.block(stripe.index(), stripe.block(index))));
        window.enter(Async.settled(parts));
    }

    private CompletableFuture<Void> hash(int index, ByteBuffer block) {
        CompletableFuture<Void> next =
                hashed.get(index)
                        .thenCompose(
                                before -> environment.compute().run(() -> update(index, block)));
        hashed.set(index, next);
        return next;
    }

    private Void update(int index, ByteBuffer block) {
        hashers.get(index).update(block);
        return null;
    }

    private CompletableFuture<StoredObject> commit(ObjectContent content, long sealedBytes) {
        check();
        PutOperation.Sealed whole = put.sealed(content, sealedBytes);
        return environment
                .compute()
                .run(() -> put.records(whole))
                .thenCompose(this::commit)
                .thenApply(complete -> put.stored(put.plan(), whole, complete, holders));
    }

    /** Has all live holders commit; gives the claims that are good, by index. */
    private CompletableFuture<SortedMap<Integer, Claim>> commit(Commit records) {
        List<Integer> indexes = new ArrayList<>();
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();
        holders.placed()
                .forEach((index, session) -> {
                    if (session.live()) {
                        indexes.add(index);
                        answers.add(session.commit(records));
                    }
                });
        return Async.settled(answers)
                .thenApply(settled -> {
                    SortedMap<Integer, Claim> complete = new TreeMap<>();
                    for (int i = 0; i < indexes.size(); i++) {
                        int index = indexes.get(i);
                        settled.get(i)
                                .success()
                                .flatMap(claim ->
                                        put.writer().check(claim, index, holders.holder(index)))
                                .ifPresent(claim -> complete.put(index, claim));
                    }
                    return complete;
                });
    }

    private void check() {
        put.requireActive();
        put.requireMachines(put.plan(), holders.liveCount(), holders.troubles());
    }
}
