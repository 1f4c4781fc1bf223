package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.ContentSealer;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectContent;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/**
 * One put, from the first byte read to the last acknowledgement. What fits into its manifest is put
 * whole, all else in shards; the first bytes tell.
 */
final class PutOperation {
    private final Putter putter;
    private final Environment environment;
    private final PutRequest request;
    private final PaddedSource source;
    private final Task<StoredObject> task;
    private final PutPlan plan;
    private final ObjectHeader header;
    private final FileKey fileKey;
    private final ObjectWriter writer;
    private final ContentSealer content;
    private final HolderSet<HolderSession> sessions;
    private final long startedNanos;

    /** What the records of an object are about, once all of it is sealed. */
    record Sealed(StripeLayout layout, ObjectContent content, Metadata metadata) {}

    PutOperation(Putter putter, PutRequest request, ByteSource source, Task<StoredObject> task) {
        this.putter = putter;
        this.environment = putter.environment();
        this.request = request;
        this.source = new PaddedSource(source);
        this.task = task;
        this.startedNanos = environment.strand().nanoTime();
        this.plan = putter.plan(request);
        this.header = putter.header(plan.scheme(), request);
        this.fileKey = FileKey.generate(environment.random());
        this.writer = new ObjectWriter(putter, header, fileKey);
        this.content = fileKey.sealer(header.encode());
        this.sessions = new HolderSet<>(environment, putter.members(), putter::openSession);
    }

    CompletableFuture<StoredObject> run() {
        ByteBuffer first = ByteBuffer.allocate(RecordLimits.INLINE_PADDED_BYTES);
        return source.fill(first)
                .thenCompose(
                        all -> all ? putInline(first) : new StripedPut(this, sessions).run(first))
                .whenComplete((outcome, failure) -> fileKey.close());
    }

    private CompletableFuture<StoredObject> putInline(ByteBuffer plain) {
        HolderSet<InlineStream> holders =
                new HolderSet<>(environment, putter.members(), putter.inlineStreams()::to);
        return new InlinePut(this, plan.asInline(request.spread().minMachines()), holders)
                .run(plain);
    }

    /** Undoes what was begun. */
    CompletableFuture<Void> takeBack() {
        return sessions.abort();
    }

    Environment environment() {
        return environment;
    }

    PaddedSource source() {
        return source;
    }

    PutPlan plan() {
        return plan;
    }

    ObjectHeader header() {
        return header;
    }

    ObjectWriter writer() {
        return writer;
    }

    ContentSealer content() {
        return content;
    }

    void progress() {
        task.progress(source.trueBytes());
    }

    /**
     * How long each shard will be, as far as is known now.
     *
     * @param ended whether the source has no more bytes
     */
    OptionalLong shardBytes(boolean ended) {
        OptionalLong plainBytes =
                ended ? OptionalLong.of(source.trueBytes()) : request.file().expectedBytes();
        return plainBytes.isPresent()
                ? OptionalLong.of(layout(sealedBytes(plainBytes.getAsLong())).shardBytes())
                : OptionalLong.empty();
    }

    private static long sealedBytes(long plainBytes) {
        return SealedLayout.sealedBytes(SealedLayout.paddedBytes(plainBytes));
    }

    private StripeLayout layout(long sealedBytes) {
        return new StripeLayout(plan.scheme(), header.blockBytes(), sealedBytes);
    }

    /** What there is to sign when the source has ended. */
    Sealed sealed(ObjectContent sealedContent, long sealedBytes) {
        Metadata metadata =
                new Metadata(
                        request.name(),
                        source.trueBytes(),
                        request.file().type(),
                        request.file().mode(),
                        request.file().modified(),
                        environment.clock().instant());
        return new Sealed(layout(sealedBytes), sealedContent, metadata);
    }

    /** Signs it. */
    Commit records(Sealed whole) {
        return writer.finish(whole.layout(), whole.content(), whole.metadata(), request.readers());
    }

    /** The outcome when these claims acknowledge; throws when they are too few. */
    StoredObject stored(
            PutPlan reached,
            Sealed whole,
            SortedMap<Integer, Claim> complete,
            HolderSet<?> holders) {
        PutResult result = new PutResult(reached, whole.layout(), complete, holders);
        result.requireSuccess(request.name());
        return result.stored(
                header.objectKey(),
                whole.metadata().sizeBytes(),
                environment.strand().nanoTime() - startedNanos);
    }

    void requireActive() {
        if (!task.active()) {
            throw new Failure(FailureKind.CANCELLED, "put", request.name(), "it was interrupted")
                    .exception();
        }
    }

    void requireMachines(PutPlan wanted, int count, List<Failure> troubles) {
        if (count < wanted.minMachineCount()) {
            throw Shortfalls.tooFew(request.name(), wanted, count, troubles).exception();
        }
    }
}
