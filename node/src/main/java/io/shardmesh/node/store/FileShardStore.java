package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** The store over a file port: each shard in files of its own, inline objects in packs. */
public final class FileShardStore implements ShardStore {
    private static final Digest FIRST_KEY = Digest.of(new byte[Digest.SIZE_BYTES]);

    private final StoreParts parts;
    private final ManifestGuard guard;
    private final ReceivingShard.Services services;
    private final RecordReading records;
    private final RecordUpdate updates;
    private final ShardRemoval removals;
    private final Tombstones tombstones;
    private final ShardScrub scrubs;
    private final PackCompaction compaction;

    private FileShardStore(StorePorts ports, StoreOpening.Result opened, StoreConfig config) {
        StoreFiles files = opened.files();
        this.parts =
                new StoreParts(
                        files,
                        ports.index(),
                        new StoreSpace(files, config, opened.totals()),
                        opened.packs(),
                        opened.setAside(),
                        new BlockTrees(files, ports.compute(), config.pathCacheBytes()),
                        new ObjectTurns(),
                        ports.compute());
        RowSettling settling = new RowSettling(parts);
        this.guard = new ManifestGuard(parts.index(), parts.turns());
        this.records = new RecordReading(parts);
        this.scrubs = new ShardScrub(parts, records);
        this.compaction = new PackCompaction(parts, config, records);
        this.updates = new RecordUpdate(parts, settling);
        this.removals = new ShardRemoval(parts);
        this.tombstones = new Tombstones(parts);
        ShardCommit commit = new ShardCommit(parts, guard, settling, scrubs);
        this.services =
                new ReceivingShard.Services(
                        files, ports.compute(), parts.space(), commit, config.syncBytes());
    }

    /** A store that was opened, and what was met then. */
    public record Opened(ShardStore store, StoreReport report) {}

    /**
     * Opens the store in this tree, or makes it: drops what was never committed, sets aside what is
     * damaged and mends the index. Fails only when the tree cannot be read or written at all.
     */
    public static CompletableFuture<Opened> open(StorePorts ports, StoreConfig config) {
        return StoreOpening.run(ports, config)
                .thenApply(result ->
                        new Opened(new FileShardStore(ports, result, config), result.report()));
    }

    @Override
    public CompletableFuture<ShardWriter> begin(Digest objectKey, int index, int blockBytes) {
        ShardName name = new ShardName(objectKey, index);
        BlockHasher hasher = BlockHasher.create(blockBytes);
        String path = parts.files().nextTmp("shard");
        return parts.files()
                .port()
                .open(path, OpenMode.CREATE_NEW)
                .thenApply(file -> new ReceivingShard(name, path, file, hasher, services));
    }

    @Override
    public CompletableFuture<Void> commitInline(ShardRecord record) {
        if (!record.inline()) {
            throw new IllegalArgumentException("the object has shards");
        }
        return guard.commit(record, replaced -> updates.append(record, replaced));
    }

    @Override
    public CompletableFuture<List<ShardRecord>> find(Digest objectKey) {
        List<ShardRecord> found = new ArrayList<>();
        return parts.index()
                .find(objectKey)
                .thenCompose(rows ->
                        Steps.forEach(
                                rows,
                                row ->
                                        records.read(row)
                                                .thenAccept(
                                                        record -> record.ifPresent(found::add))))
                .thenApply(_ -> List.copyOf(found));
    }

    @Override
    public CompletableFuture<List<StoredShard>> rows(Digest objectKey) {
        return parts.index().find(objectKey);
    }

    @Override
    public CompletableFuture<ShardRecord> update(
            ShardName name, UnaryOperator<ShardRecord> change) {
        return updates.run(name, change);
    }

    @Override
    public CompletableFuture<Boolean> remove(ShardName name) {
        return removals.run(name);
    }

    @Override
    public CompletableFuture<Void> bury(SignedTombstone tombstone) {
        return tombstones.bury(tombstone);
    }

    @Override
    public CompletableFuture<Optional<SignedTombstone>> tombstone(Digest objectKey) {
        return tombstones.latest(objectKey);
    }

    @Override
    public CompletableFuture<List<SignedTombstone>> tombstones(
            Optional<Digest> after, int limitCount) {
        return tombstones.after(after, limitCount);
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey) {
        return tombstones.forget(objectKey, _ -> true);
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey, VerifyingKey owner) {
        return tombstones.forget(objectKey, owner::equals);
    }

    @Override
    public CompletableFuture<ScrubResult> scrub(
            ShardName name, LongFunction<CompletableFuture<Void>> pace) {
        return scrubs.run(name, pace);
    }

    @Override
    public CompletableFuture<Long> compact() {
        return compaction.run();
    }

    @Override
    public ShardReader reader() {
        return new FileShardReader(parts.files(), parts.index(), parts.trees());
    }

    @Override
    public CompletableFuture<List<StoredShard>> list(Optional<ShardName> after, int limitCount) {
        ShardIndex index = parts.index();
        return after.map(last -> index.after(last.objectKey(), last.index(), limitCount))
                .orElseGet(() -> index.after(FIRST_KEY, -1, limitCount));
    }

    @Override
    public CompletableFuture<Long> freeBytes() {
        return parts.space().freeBytes();
    }

    @Override
    public CompletableFuture<StoreUsage> usage() {
        return parts.space().usage();
    }

    @Override
    public CompletableFuture<Long> storedBytes(VerifyingKey owner) {
        return CompletableFuture.completedFuture(parts.space().storedBytes(owner));
    }

    @Override
    public CompletableFuture<Reservation> reserve(long sizeBytes) {
        return parts.space().reserve(sizeBytes);
    }

    @Override
    public CompletableFuture<Void> close() {
        return compaction
                .close()
                .thenCompose(_ -> parts.packs().close())
                .thenCompose(_ -> parts.index().close());
    }
}
