package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
import io.shardmesh.crypto.seal.v1.ContentSealer;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectContent;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One put, from the first byte read to the last acknowledgement. Reading and sealing of the next
 * stripe go on while earlier ones are hashed and sent; {@link #WINDOW_STRIPES} bounds how many.
 */
final class PutOperation {
    /** Stripes that may be in memory at once: one made, one hashed, one on the wire. */
    private static final int WINDOW_STRIPES = 3;

    /** Small ones may be more, up to so many sealed bytes ... */
    private static final int WINDOW_BYTES = 8 << 20;

    /** ... but not without end: each costs several tasks of its own. */
    private static final int WINDOW_SMALL_STRIPES = 32;

    private final Environment environment;
    private final PutRequest request;
    private final PaddedSource source;
    private final Task<StoredObject> task;
    private final PutPlan plan;
    private final ObjectHeader header;
    private final FileKey fileKey;
    private final ObjectWriter writer;
    private final HolderSet holders;
    private final ContentSealer content;
    private final StripeSealer sealer;
    private final List<Blake3Hasher> hashers;
    private final List<CompletableFuture<Void>> hashed = new ArrayList<>();
    private final Window window;

    /** Plain bytes of the stripe that is being read or sealed. */
    private final ByteBuffer plain;

    private final long startedNanos;

    PutOperation(Putter putter, PutRequest request, ByteSource source, Task<StoredObject> task) {
        this.environment = putter.environment();
        this.request = request;
        this.source = new PaddedSource(source);
        this.task = task;
        this.startedNanos = environment.strand().nanoTime();
        this.plan = putter.plan(request);
        this.header = putter.header(plan.scheme(), request);
        this.fileKey = FileKey.generate(environment.random());
        this.writer = new ObjectWriter(putter, header, fileKey);
        this.holders = new HolderSet(environment, putter.members());
        this.content = fileKey.sealer(header.encode());
        this.sealer = new StripeSealer(content, plan.scheme(), header.blockBytes());
        this.plain = ByteBuffer.allocate(sealer.wantedPlainBytes());
        this.window = new Window(windowStripes(plan.scheme().data() * header.blockBytes()));
        this.hashers =
                IntStream.range(0, plan.scheme().total()).mapToObj(i -> Blake3.hasher()).toList();
        hashers.forEach(each -> hashed.add(CompletableFuture.completedFuture(null)));
    }

    private static int windowStripes(int stripeBytes) {
        return Math.clamp(WINDOW_BYTES / stripeBytes, WINDOW_STRIPES, WINDOW_SMALL_STRIPES);
    }

    CompletableFuture<StoredObject> run() {
        return source.fill(plain)
                .thenCompose(last ->
                        last && plain.position() <= RecordLimits.INLINE_PADDED_BYTES
                                ? putInline()
                                : putStriped(last))
                .whenComplete((outcome, failure) -> fileKey.close());
    }

    /** Undoes what was begun. */
    CompletableFuture<Void> takeBack() {
        return holders.abort();
    }

    private CompletableFuture<StoredObject> putInline() {
        PutPlan inline = plan.asInline(request.spread().minMachines());
        return environment
                .compute()
                .run(() -> ObjectWriter.sealInline(content, plain.flip()))
                .thenCompose(sealed ->
                        reserve(inline)
                                .thenCompose(done ->
                                        commit(
                                                inline,
                                                new ObjectContent.Inline(sealed),
                                                sealed.size())));
    }

    private CompletableFuture<StoredObject> putStriped(boolean firstIsLast) {
        return reserve(plan)
                .thenCompose(done -> sealAndHandOn(firstIsLast))
                .thenCompose(last ->
                        last
                                ? CompletableFuture.completedFuture(null)
                                : Async.loop(this::putNextStripe))
                .thenCompose(done -> window.empty())
                .thenCompose(done -> Async.all(hashed))
                .thenCompose(done ->
                        commit(plan, new ObjectContent.Shards(shardKeys()), sealer.sealedBytes()));
    }

    private List<Digest> shardKeys() {
        return hashers.stream().map(Blake3Hasher::finish).toList();
    }

    private CompletableFuture<Void> reserve(PutPlan actual) {
        SpaceSurvey.Wish wish =
                new SpaceSurvey.Wish(
                        header.objectKey(), actual.partCount(), actual.minMachineCount());
        return holders.reserve(
                        wish,
                        (index, session) ->
                                session.reserve(writer.reserve(actual.inline(), index, session)))
                .thenAccept(reserved -> check(actual));
    }

    private CompletableFuture<Boolean> putNextStripe() {
        return source.fill(plain.clear().limit(sealer.wantedPlainBytes()))
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
                    task.progress(source.trueBytes());
                    return window.room();
                })
                .thenApply(room -> {
                    check(plan);
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

    private CompletableFuture<StoredObject> commit(
            PutPlan actual, ObjectContent content, long sealedBytes) {
        check(actual);
        Metadata metadata = metadata();
        StripeLayout layout = new StripeLayout(actual.scheme(), header.blockBytes(), sealedBytes);
        return environment
                .compute()
                .run(() -> writer.finish(layout, content, metadata, request.readers()))
                .thenCompose(records -> writer.commit(records, holders))
                .thenApply(complete -> {
                    PutResult result = new PutResult(actual, layout, complete, holders);
                    result.requireSuccess(request.name());
                    return result.stored(
                            header.objectKey(),
                            metadata.sizeBytes(),
                            environment.strand().nanoTime() - startedNanos);
                });
    }

    private Metadata metadata() {
        return new Metadata(
                request.name(),
                source.trueBytes(),
                request.file().type(),
                request.file().mode(),
                request.file().modified(),
                environment.clock().instant());
    }

    private void check(PutPlan actual) {
        if (!task.active()) {
            throw new Failure(FailureKind.CANCELLED, "put", request.name(), "it was interrupted")
                    .exception();
        }
        if (holders.liveCount() < actual.minMachineCount()) {
            throw Shortfalls.tooFew(request.name(), actual, holders.liveCount(), holders.troubles())
                    .exception();
        }
    }
}
