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

/** The store over a file port: each shard in files of its own, inline objects in packs. */
public final class FileShardStore implements ShardStore {
    private static final Digest FIRST_KEY = Digest.of(new byte[Digest.SIZE_BYTES]);

    private final StoreFiles files;
    private final ShardIndex index;
    private final StoreSpace space;
    private final BlockTrees trees;
    private final PackWriter packs;
    private final ShardCommit commit;
    private final RecordReading records;
    private final ReceivingShard.Services services;

    private FileShardStore(StorePorts ports, StoreOpening.Result opened, StoreConfig config) {
        this.files = opened.files();
        this.index = ports.index();
        this.space = new StoreSpace(files, config.limitBytes(), opened.totals().storedBytes());
        this.trees = new BlockTrees(files, ports.compute(), config.pathCacheBytes());
        this.packs = opened.packs();
        this.commit = new ShardCommit(files, index, space, trees);
        this.records = new RecordReading(files, index, space, opened.setAside());
        this.services =
                new ReceivingShard.Services(
                        files, ports.compute(), space, commit, config.syncBytes());
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
        String path = files.nextTmp("shard");
        return files.port()
                .open(path, OpenMode.CREATE_NEW)
                .thenApply(file -> new ReceivingShard(name, path, file, hasher, services));
    }

    @Override
    public CompletableFuture<Void> commitInline(ShardRecord record) {
        if (!record.inline()) {
            throw new IllegalArgumentException("the object has shards");
        }
        byte[] encoded = record.encode();
        int storedBytes = PackFormat.ENTRY_HEADER_BYTES + encoded.length;
        return commit.guard()
                .commit(
                        record,
                        replaced ->
                                packs.append(record, encoded)
                                        .thenAccept(_ -> count(storedBytes, replaced)));
    }

    private void count(int storedBytes, Optional<StoredShard> replaced) {
        space.stored(storedBytes - replaced.map(StoredShard::storedBytes).orElse(0L));
    }

    @Override
    public CompletableFuture<List<ShardRecord>> find(Digest objectKey) {
        List<ShardRecord> found = new ArrayList<>();
        return index.find(objectKey)
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
        return index.find(objectKey);
    }

    @Override
    public CompletableFuture<Void> update(ShardRecord record) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public CompletableFuture<Boolean> remove(ShardName name) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public CompletableFuture<Void> bury(SignedTombstone tombstone) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public CompletableFuture<Optional<SignedTombstone>> tombstone(Digest objectKey) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletableFuture<List<SignedTombstone>> tombstones(
            Optional<Digest> after, int limitCount) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public CompletableFuture<ScrubResult> scrub(
            ShardName name, LongFunction<CompletableFuture<Void>> pace) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public CompletableFuture<Long> compact() {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public ShardReader reader() {
        return new FileShardReader(files, index, trees);
    }

    @Override
    public CompletableFuture<List<StoredShard>> list(Optional<ShardName> after, int limitCount) {
        return after.map(last -> index.after(last.objectKey(), last.index(), limitCount))
                .orElseGet(() -> index.after(FIRST_KEY, -1, limitCount));
    }

    @Override
    public CompletableFuture<Long> freeBytes() {
        return space.freeBytes();
    }

    @Override
    public CompletableFuture<StoreUsage> usage() {
        return index.totals(Optional.empty())
                .thenCompose(totals -> space.usage(totals.shardCount()));
    }

    @Override
    public CompletableFuture<Long> storedBytes(VerifyingKey owner) {
        return index.totals(Optional.of(owner)).thenApply(IndexTotals::storedBytes);
    }

    @Override
    public CompletableFuture<Reservation> reserve(long sizeBytes) {
        return space.reserve(sizeBytes);
    }

    @Override
    public CompletableFuture<Void> close() {
        return packs.close().thenCompose(_ -> index.close());
    }
}
