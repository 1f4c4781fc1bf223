package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.erasure.StripeLayout;
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
    /** Stripes under way at once; together with the one being written they bound the memory. */
    private static final int WINDOW_STRIPES = 4;

    private final Getter getter;
    private final Environment environment;
    private final FileKey fileKey;
    private final ByteSink sink;
    private final Task<GetOutcome> task;
    private final long startedNanos;
    private final Queue<CompletableFuture<ByteBuffer>> ahead = new ArrayDeque<>();
    private @Nullable SourcePool pool;
    private long nextStripe;
    private long writtenBytes;

    GetOperation(Getter getter, FileKey fileKey, ByteSink sink, Task<GetOutcome> task) {
        this.getter = getter;
        this.environment = getter.environment();
        this.fileKey = fileKey;
        this.sink = sink;
        this.task = task;
        this.startedNanos = environment.strand().nanoTime();
    }

    CompletableFuture<GetOutcome> run(FoundObject object) {
        String subject = ObjectKeyText.format(object.objectKey());
        Metadata metadata = open(object, subject);
        task.total(metadata.sizeBytes());
        Manifest manifest = object.manifest().manifest();
        byte[] header = object.header().encode();
        ContentAssembler assembler =
                new ContentAssembler(
                        fileKey.opener(header),
                        subject,
                        manifest.sealedBytes(),
                        metadata.sizeBytes());
        Optional<Bytes> inline = manifest.inlineContent();
        if (inline.isPresent()) {
            return write(assembler, ByteBuffer.wrap(inline.get().toArray()))
                    .thenApply(done -> outcome(metadata, manifest.sealedBytes(), List.of()));
        }
        return fetch(object, subject, assembler).thenApply(sources -> finish(metadata, sources));
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
            FoundObject object, String subject, ContentAssembler assembler) {
        if (object.foundCount() < object.neededCount()) {
            throw Shortfalls.tooFewFound(subject, object.foundCount(), object.neededCount())
                    .exception();
        }
        SourcePool sources =
                new SourcePool(environment, getter.members(), getter::machine, object.sources());
        pool = sources;
        StripeLayout layout = object.manifest().manifest().layout();
        return Async.loop(() -> nextStripe(sources, layout, subject, assembler))
                .thenApply(done -> {
                    if (!assembler.complete()) {
                        throw damaged(subject);
                    }
                    return sources;
                });
    }

    private CompletableFuture<Boolean> nextStripe(
            SourcePool sources, StripeLayout layout, String subject, ContentAssembler assembler) {
        if (!task.active()) {
            return CompletableFuture.completedFuture(false);
        }
        while (ahead.size() < WINDOW_STRIPES && nextStripe < layout.stripeCount()) {
            ahead.add(new StripeFetch(environment, sources, layout, nextStripe++, subject).start());
        }
        CompletableFuture<ByteBuffer> first = ahead.poll();
        if (first == null) {
            return CompletableFuture.completedFuture(false);
        }
        return first.thenCompose(sealed -> write(assembler, sealed)).thenApply(done -> true);
    }

    private CompletableFuture<Void> write(ContentAssembler assembler, ByteBuffer sealed) {
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

    private GetOutcome finish(Metadata metadata, SourcePool sources) {
        sources.close();
        return outcome(metadata, sources.fetchedBytes(), sources.problems());
    }

    private GetOutcome outcome(
            Metadata metadata, long fetchedBytes, List<GetOutcome.ShardProblem> problems) {
        return new GetOutcome(
                metadata.sizeBytes(),
                fetchedBytes,
                problems,
                Duration.ofNanos(environment.strand().nanoTime() - startedNanos));
    }
}
