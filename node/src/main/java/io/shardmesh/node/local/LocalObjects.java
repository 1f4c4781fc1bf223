package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.bundle.IndexedSource;
import io.shardmesh.node.catalog.Operation.Holder;
import io.shardmesh.node.object.Putter;
import io.shardmesh.node.object.Sharer;
import io.shardmesh.node.object.StoredObject;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Store mode of a node in this process: the engine's operations, and the catalog behind a put. */
final class LocalObjects implements ObjectStore {
    private final LocalNode node;

    LocalObjects(LocalNode node) {
        this.node = node;
    }

    @Override
    public Operation<PutOutcome> put(PutRequest request, ByteSource source) {
        return node.track(
                new Deferred<>(
                        node,
                        request.file().expectedBytes(),
                        () ->
                                new Recorded(
                                        putter().put(request, source),
                                        object -> CatalogRecords.append(node, request, object))));
    }

    @Override
    public Operation<PutOutcome> putBundle(
            PutRequest request, long indexOffset, ByteSource source) {
        return node.track(
                new Deferred<>(
                        node,
                        request.file().expectedBytes(),
                        () -> {
                            IndexedSource content =
                                    IndexedSource.of(
                                            source,
                                            indexOffset,
                                            request.file().expectedBytes().orElse(0));
                            return new Recorded(
                                    putter().put(request, content),
                                    object ->
                                            BundleRecords.append(
                                                    node,
                                                    request,
                                                    object,
                                                    content.index().orElseThrow()));
                        }));
    }

    private Putter putter() {
        return node.engine("put").putter().orElseThrow(() -> withoutKeys("put").exception());
    }

    private static Failure withoutKeys(String operation) {
        return new Failure(
                FailureKind.REFUSED, operation, "", "this node runs without its owner's keys");
    }

    @Override
    public CompletableFuture<Located> locate(Digest objectKey) {
        return node.onStrand(() -> node.engine("get").getter().locate(objectKey));
    }

    @Override
    public Operation<GetOutcome> get(
            Located located, FileKey fileKey, Optional<ByteRange> range, ByteSink sink) {
        return node.track(
                new Deferred<>(
                        node,
                        OptionalLong.empty(),
                        () -> node.engine("get").getter().get(located, fileKey, range, sink)));
    }

    @Override
    public CompletableFuture<Distribution> distribution(Digest objectKey) {
        return node.onStrand(() ->
                Placements.of(node, objectKey)
                        .thenCompose(known ->
                                node.engine("find").getter().distribution(objectKey, known)));
    }

    @Override
    public CompletableFuture<ShareOutcome> share(
            Digest objectKey, FileKey fileKey, ReadingPublicKey reader) {
        return node.onStrand(() ->
                remembered(objectKey)
                        .thenCompose(known -> sharer().share(objectKey, fileKey, reader, known)));
    }

    @Override
    public CompletableFuture<ShareOutcome> unshare(
            Digest objectKey, Optional<ReadingPublicKey> reader) {
        return node.onStrand(() ->
                remembered(objectKey)
                        .thenCompose(known -> sharer().unshare(objectKey, reader, known)));
    }

    private CompletableFuture<Set<PeerId>> remembered(Digest objectKey) {
        return Placements.of(node, objectKey)
                .thenApply(known ->
                        known.stream()
                                .map(Holder::peer)
                                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private Sharer sharer() {
        return node.engine("share").sharer().orElseThrow(() -> withoutKeys("share").exception());
    }

    /** A put that ends when the catalog has it. */
    private static final class Recorded implements Operation<PutOutcome> {
        private final Operation<StoredObject> stored;
        private final CompletableFuture<PutOutcome> outcome;

        Recorded(
                Operation<StoredObject> stored,
                Function<StoredObject, CompletableFuture<Void>> record) {
            this.stored = stored;
            this.outcome =
                    stored.outcome()
                            .thenCompose(object ->
                                    record.apply(object).thenApply(kept -> object.outcome()));
        }

        @Override
        public CompletableFuture<PutOutcome> outcome() {
            return outcome;
        }

        @Override
        public void cancel() {
            stored.cancel();
        }

        @Override
        public Progress progress() {
            return stored.progress();
        }
    }

    /** An operation that begins on the strand, although the caller has it at once. */
    private static final class Deferred<T> implements Operation<T> {
        private final LocalNode node;
        private final Progress unknown;
        private final CompletableFuture<T> outcome;
        private volatile @Nullable Operation<T> begun;
        private boolean cancelled;

        Deferred(LocalNode node, OptionalLong totalBytes, Supplier<Operation<T>> beginning) {
            this.node = node;
            this.unknown = new Progress(0, totalBytes);
            this.outcome =
                    node.onStrand(() -> {
                        Operation<T> operation = beginning.get();
                        begun = operation;
                        if (cancelled) {
                            operation.cancel();
                        }
                        return operation.outcome();
                    });
        }

        @Override
        public CompletableFuture<T> outcome() {
            return outcome;
        }

        @Override
        public void cancel() {
            node.parts()
                    .environment()
                    .strand()
                    .execute(() -> {
                        cancelled = true;
                        Optional.ofNullable(begun).ifPresent(Operation::cancel);
                    });
        }

        @Override
        public Progress progress() {
            Operation<T> operation = begun;
            return operation == null ? unknown : operation.progress();
        }
    }
}
