package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectKeyText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One get: checks the file key, fetches a few stripes ahead, opens them in order and hands the
 * plain bytes on.
 */
final class GetOperation {
    /** Sealed bytes under way at once; with the stripe being written they bound the memory. */
    private static final long WINDOW_BYTES = 16L << 20;

    /** Most stripes under way, however small: a holder has so many questions to answer. */
    private static final int WINDOW_STRIPES = 32;

    private final Getter getter;
    private final Environment environment;
    private final FileKey fileKey;
    private final Optional<ByteRange> range;
    private final ByteSink sink;
    private final Task<GetOutcome> task;
    private final long startedNanos;
    private final Queue<CompletableFuture<List<ByteBuffer>>> ahead = new ArrayDeque<>();
    private @Nullable SourcePool pool;
    private long nextStripe;
    private long writtenBytes;

    GetOperation(
            Getter getter,
            FileKey fileKey,
            Optional<ByteRange> range,
            ByteSink sink,
            Task<GetOutcome> task) {
        this.getter = getter;
        this.range = range;
        this.environment = getter.environment();
        this.fileKey = fileKey;
        this.sink = sink;
        this.task = task;
        this.startedNanos = environment.strand().nanoTime();
    }

    CompletableFuture<GetOutcome> run(FoundObject object) {
        String subject = ObjectKeyText.format(object.objectKey());
        Metadata metadata = open(object, subject);
        Manifest manifest = object.manifest().manifest();
        Optional<ByteRange.Span> span = range.map(one -> within(one, metadata, subject));
        ContentRange wanted =
                span.map(some -> ContentRange.of(some, manifest.sealedBytes()))
                        .orElseGet(() ->
                                ContentRange.whole(metadata.sizeBytes(), manifest.sealedBytes()));
        task.total(wanted.plainBytes());
        byte[] header = object.header().encode();
        ContentAssembler assembler =
                new ContentAssembler(
                        fileKey.opener(header), subject, manifest.sealedBytes(), wanted);
        Optional<Bytes> inline = manifest.inlineContent();
        if (inline.isPresent()) {
            return write(assembler, List.of(ByteBuffer.wrap(inline.get().toArray())))
                    .thenApply(done -> outcome(manifest.sealedBytes(), List.of()));
        }
        return fetch(object, subject, wanted, assembler)
                .thenApply(sources -> {
                    GetOutcome outcome = finish(sources);
                    span.ifPresent(
                            read -> getter.readAhead().read(object, read, metadata.sizeBytes()));
                    return outcome;
                });
    }

    private static ByteRange.Span within(ByteRange wanted, Metadata metadata, String subject) {
        return wanted.within(metadata.sizeBytes())
                .orElseThrow(() ->
                        new Failure(
                                        FailureKind.OUT_OF_RANGE,
                                        "get",
                                        subject,
                                        "it has "
                                                + metadata.sizeBytes()
                                                + " bytes, none of them in the range "
                                                + wanted)
                                .exception());
    }

    /** Ends what is under way. */
    CompletableFuture<Void> stop() {
        if (pool != null) {
            pool.close();
        }
        return CompletableFuture.completedFuture(null);
    }

    /** The commitment comes first: nothing is opened with a key that the owner did not name. */
    private Metadata open(FoundObject object, String subject) {
        Manifest manifest = object.manifest().manifest();
        byte[] header = object.header().encode();
        if (!fileKey.commitment(header).equals(manifest.keyCommitment())) {
            throw new Failure(FailureKind.WRONG_KEY, "open", subject, "this is not its file key")
                    .exception();
        }
        try {
            return fileKey.openMetadata(header, manifest.sealedMetadata().toArray())
                    .map(Metadata::decode)
                    .orElseThrow(() -> damaged(subject));
        } catch (MalformedRecordException malformed) {
            throw damaged(subject);
        }
    }

    private static RuntimeException damaged(String subject) {
        return new Failure(
                        FailureKind.DAMAGED,
                        "open",
                        subject,
                        "its metadata is not what its owner sealed")
                .exception();
    }

    private CompletableFuture<SourcePool> fetch(
            FoundObject object, String subject, ContentRange wanted, ContentAssembler assembler) {
        if (object.foundCount() < object.neededCount()) {
            throw Shortfalls.tooFewFound(subject, object.foundCount(), object.neededCount())
                    .exception();
        }
        SourcePool sources =
                new SourcePool(environment, getter.members(), getter::machine, object.sources());
        pool = sources;
        StripeLayout layout = object.manifest().manifest().layout();
        nextStripe = wanted.firstStripe(layout);
        Job job = new Job(sources, layout, wanted, getter.known(object, wanted), subject);
        return Async.loop(() -> nextStripe(job, assembler))
                .thenApply(done -> {
                    if (!assembler.complete()) {
                        throw damaged(subject);
                    }
                    return sources;
                });
    }

    /** What every stripe is fetched by. */
    private record Job(
            SourcePool sources,
            StripeLayout layout,
            ContentRange wanted,
            KnownBlocks known,
            String subject) {
        /** Small stripes are fetched more at a time. */
        int window() {
            return Math.clamp(WINDOW_BYTES / layout.stripeBytes(), 4, WINDOW_STRIPES);
        }
    }

    private CompletableFuture<Boolean> nextStripe(Job job, ContentAssembler assembler) {
        if (!task.active()) {
            return CompletableFuture.completedFuture(false);
        }
        while (ahead.size() < job.window() && nextStripe < job.wanted().endStripe(job.layout())) {
            StripeRange stripe = job.wanted().in(job.layout(), nextStripe++);
            ahead.add(
                    new StripeFetch(environment, job.sources(), stripe, job.known(), job.subject())
                            .start());
        }
        CompletableFuture<List<ByteBuffer>> first = ahead.poll();
        if (first == null) {
            return CompletableFuture.completedFuture(false);
        }
        return first.thenCompose(sealed -> write(assembler, sealed)).thenApply(done -> true);
    }

    private CompletableFuture<Void> write(ContentAssembler assembler, List<ByteBuffer> sealed) {
        return environment
                .compute()
                .run(() -> assembler.open(sealed))
                .thenCompose(plain -> {
                    writtenBytes += plain.remaining();
                    return plain.hasRemaining()
                            ? Async.onStrand(environment.strand(), sink.write(plain))
                            : CompletableFuture.completedFuture(null);
                })
                .thenAccept(done -> task.progress(writtenBytes));
    }

    private GetOutcome finish(SourcePool sources) {
        sources.close();
        return outcome(sources.fetchedBytes(), sources.problems());
    }

    private GetOutcome outcome(long fetchedBytes, List<GetOutcome.ShardProblem> problems) {
        return new GetOutcome(
                writtenBytes,
                fetchedBytes,
                problems,
                Duration.ofNanos(environment.strand().nanoTime() - startedNanos));
    }
}
