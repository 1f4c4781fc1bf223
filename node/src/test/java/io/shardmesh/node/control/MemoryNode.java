package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.api.Recovery;
import io.shardmesh.node.api.ShareOutcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A node that keeps objects in memory and the rest as fixed answers ({@link Samples}). It works on
 * one thread of its own, as a real node does on its strand. Its envelope is the file key in clear.
 */
final class MemoryNode implements Node, ObjectStore {
    private final ExecutorService strand = Executors.newSingleThreadExecutor();
    private final Map<Digest, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<Digest, Located> located = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelSeen = new CompletableFuture<>();
    private final FixedAnswers answers = new FixedAnswers();

    /** Completes when any operation was cancelled. */
    CompletableFuture<Void> cancelSeen() {
        return cancelSeen;
    }

    /** Fails the put that came last as parts of a node do that are used after their end. */
    void breakDown() {
        lastRunning.get().completeExceptionally(new IllegalStateException("used after its end"));
    }

    private final AtomicReference<CompletableFuture<PutOutcome>> lastRunning =
            new AtomicReference<>(new CompletableFuture<>());

    PutRequest lastPut() {
        return lastPut;
    }

    private volatile PutRequest lastPut = Samples.putRequest("none");

    @Override
    public ObjectStore objects() {
        return this;
    }

    @Override
    public ObjectCare care() {
        return answers;
    }

    @Override
    public Catalog catalog() {
        return answers;
    }

    @Override
    public Mesh mesh() {
        return answers;
    }

    @Override
    public NodeState state() {
        return answers;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public void close() {
        strand.shutdownNow();
        ended.complete(null);
    }

    /** One operation; its loop runs on the strand. */
    private final class Running<T> implements Operation<T> {
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private final AtomicLong done = new AtomicLong();

        @Override
        public CompletableFuture<T> outcome() {
            return outcome;
        }

        @Override
        public void cancel() {
            Failure failure = new Failure(FailureKind.CANCELLED, "run", "operation", "cancelled");
            if (outcome.completeExceptionally(failure.exception())) {
                cancelSeen.complete(null);
            }
        }

        @Override
        public Progress progress() {
            return new Progress(done.get(), OptionalLong.of(1L << 40));
        }
    }

    volatile long lastIndexOffset;

    List<Catalog.Retag> lastRetag() {
        return answers.lastRetag;
    }

    @Override
    public Operation<PutOutcome> putBundle(
            PutRequest request, long indexOffset, ByteSource source) {
        lastIndexOffset = indexOffset;
        return put(request, source);
    }

    @Override
    public Operation<PutOutcome> put(PutRequest request, ByteSource source) {
        lastPut = request;
        Running<PutOutcome> put = new Running<>();
        lastRunning.set(put.outcome);
        strand.execute(() -> pull(put, source, new ByteArrayOutputStream()));
        return put;
    }

    private void pull(Running<PutOutcome> put, ByteSource source, ByteArrayOutputStream all) {
        ByteBuffer target = ByteBuffer.allocate(700_000);
        CompletableFuture<Integer> _ =
                source.read(target)
                        .whenCompleteAsync(
                                (count, thrown) -> {
                                    if (thrown != null) {
                                        put.outcome.completeExceptionally(thrown);
                                    } else if (count < 0) {
                                        put.outcome.complete(keep(all.toByteArray()));
                                    } else {
                                        all.write(target.array(), 0, count);
                                        put.done.addAndGet(count);
                                        pull(put, source, all);
                                    }
                                },
                                strand);
    }

    private PutOutcome keep(byte[] content) {
        Digest key = Sha256.hash(content);
        byte[] secret = Sha256.hash("file key".getBytes(StandardCharsets.UTF_8)).bytes();
        contents.put(key, content);
        located.put(
                key,
                Located.of(
                        key, new Located.Records(new byte[] {1, 2}, new byte[] {3}, secret), 5, 4));
        Durability durability = new Durability(new Scheme(4, 2), content.length == 0, 6, 6, 2);
        return new PutOutcome(
                key, durability, content.length, content.length * 2L, Duration.ofMillis(7));
    }

    @Override
    public CompletableFuture<Located> locate(Digest objectKey) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Located found = located.get(objectKey);
                    if (found == null) {
                        throw new Failure(
                                        FailureKind.NOT_FOUND,
                                        "locate",
                                        objectKey.toString(),
                                        "nobody has it")
                                .exception();
                    }
                    return found;
                },
                strand);
    }

    @Override
    public Operation<GetOutcome> get(
            Located found, FileKey fileKey, Optional<ByteRange> range, ByteSink sink) {
        Running<GetOutcome> get = new Running<>();
        byte[] all = new HashMap<>(contents).getOrDefault(found.objectKey(), new byte[0]);
        ByteRange.Span span =
                range.flatMap(wanted -> wanted.within(all.length))
                        .orElse(new ByteRange.Span(0, all.length));
        byte[] content =
                Arrays.copyOfRange(all, (int) span.offset(), (int) (span.offset() + span.count()));
        try (SecretBytes wanted = SecretBytes.copyOf(found.envelope())) {
            if (fileKey.secret().equals(wanted)) {
                strand.execute(() -> push(get, ByteBuffer.wrap(content), sink));
            } else {
                get.outcome.completeExceptionally(
                        new Failure(FailureKind.WRONG_KEY, "get", "object", "not its key")
                                .exception());
            }
        }
        return get;
    }

    private void push(Running<GetOutcome> get, ByteBuffer rest, ByteSink sink) {
        if (!rest.hasRemaining()) {
            get.outcome.complete(
                    new GetOutcome(
                            get.done.get(),
                            get.done.get() + 1,
                            List.of(Samples.shardProblem()),
                            Duration.ofMillis(9)));
            return;
        }
        int count = Math.min(rest.remaining(), 1_300_000);
        ByteBuffer part = rest.slice(rest.position(), count);
        CompletableFuture<Void> _ =
                sink.write(part)
                        .whenCompleteAsync(
                                (_, thrown) -> {
                                    if (thrown != null) {
                                        get.outcome.completeExceptionally(
                                                FailureException.find(thrown)
                                                        .orElseThrow()
                                                        .exception());
                                    } else {
                                        get.done.addAndGet(count);
                                        push(get, rest.position(rest.position() + count), sink);
                                    }
                                },
                                strand);
    }

    @Override
    public CompletableFuture<Distribution> distribution(Digest objectKey) {
        return CompletableFuture.completedFuture(Samples.distribution(objectKey));
    }

    @Override
    public CompletableFuture<ShareOutcome> share(
            Digest objectKey, FileKey fileKey, ReadingPublicKey reader) {
        return CompletableFuture.supplyAsync(
                () -> {
                    byte[] secret = fileKey.secret().expose();
                    if (!Arrays.equals(secret, Samples.sharedKey())) {
                        throw new Failure(FailureKind.WRONG_KEY, "share", "it", "another key")
                                .exception();
                    }
                    return Samples.shared(objectKey, 2);
                },
                strand);
    }

    @Override
    public CompletableFuture<ShareOutcome> unshare(
            Digest objectKey, Optional<ReadingPublicKey> reader) {
        return CompletableFuture.supplyAsync(
                () -> Samples.shared(objectKey, reader.isPresent() ? 2 : 1), strand);
    }

    @Override
    public Recovery recovery() {
        return new RemoteRecovery();
    }
}
