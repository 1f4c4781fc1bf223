package io.shardmesh.node.store;

import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Makes a received shard part of the store, in an order that a power loss cannot turn round:
 *
 * <ol>
 *   <li>the shard's bytes are on the medium (the writer has synced them),
 *   <li>the record is written beside it in tmp and synced, then the chaining values, which need no
 *       sync because they can be made again,
 *   <li>shard and chaining values get their names, and these are synced,
 *   <li>the record gets its name, and that is synced: from here on the shard is in the store,
 *   <li>the index.
 * </ol>
 *
 * <p>So a record on the medium always has its shard, and a shard without a record was never
 * acknowledged. After a failure between the renames the shard's name stays until the next open
 * drops it: it could be that of an earlier commit of the same bytes.
 */
final class ShardCommit {
    private final StoreFiles files;
    private final ShardIndex index;
    private final ManifestGuard guard;
    private final StoreSpace space;
    private final RowSettling settling;
    private final ShardScrub scrubs;

    /** Directories that are known to be on the medium; at most 65,536. */
    private final Set<String> madeDirectories = new HashSet<>();

    ShardCommit(StoreParts parts, ManifestGuard guard, RowSettling settling, ShardScrub scrubs) {
        this.files = parts.files();
        this.index = parts.index();
        this.space = parts.space();
        this.guard = guard;
        this.settling = settling;
        this.scrubs = scrubs;
    }

    /** Commits the synced file in tmp that has this tree. The file is gone in any case. */
    CompletableFuture<Void> run(
            ShardName name, String tmpShard, BlockTree tree, ShardRecord record) {
        Optional<String> misfit = misfit(name, tree, record);
        if (misfit.isPresent()) {
            return files.drop(tmpShard)
                    .thenCompose(_ -> CompletableFuture.failedFuture(refused(name, misfit.get())));
        }
        String tmpRecord = files.nextTmp("record");
        String tmpValues = files.nextTmp("cvs");
        Staged staged = new Staged(tmpShard, tmpRecord, tmpValues);
        return guard.commit(record, replaced -> store(name, staged, tree, record, replaced))
                .exceptionallyCompose(thrown ->
                        drop(staged).thenCompose(_ -> CompletableFuture.failedFuture(thrown)));
    }

    /** The three files in tmp. */
    private record Staged(String shard, String record, String values) {}

    private static Optional<String> misfit(ShardName name, BlockTree tree, ShardRecord record) {
        Manifest manifest = record.manifest().manifest();
        if (!record.objectKey().equals(name.objectKey()) || record.index() != name.index()) {
            return Optional.of("the record is about another shard");
        }
        if (record.inline()) {
            return Optional.of("an inline object has no shards");
        }
        if (manifest.blockBytes() != tree.blockBytes()) {
            return Optional.of("the manifest has another block size");
        }
        if (manifest.layout().shardBytes() != tree.totalBytes()
                || !manifest.shardKeys().get(name.index()).equals(tree.root())) {
            return Optional.of("the bytes are not the shard of the manifest");
        }
        return Optional.empty();
    }

    private CompletableFuture<Void> store(
            ShardName name,
            Staged staged,
            BlockTree tree,
            ShardRecord record,
            Optional<StoredShard> replaced) {
        ShardFiles names = new ShardFiles(name);
        StoredShard row = StoredShard.of(record, ShardLocation.ofFile(record));
        return files.writeNew(staged.record(), ByteBuffer.wrap(record.encode()), true)
                .thenCompose(_ -> writeValues(staged, tree))
                .thenCompose(_ -> makeDirectory(names))
                .thenCompose(_ -> settling.around(replaced, () -> place(names, staged)))
                .thenCompose(_ -> index.apply(IndexChange.put(row)))
                .thenAccept(_ -> space.came(row, replaced));
    }

    private CompletableFuture<Void> place(ShardFiles names, Staged staged) {
        FilePort port = files.port();
        scrubs.replaced(names.name());
        return rename(staged.shard(), names, ShardFiles.Part.SHARD)
                .thenCompose(_ -> rename(staged.values(), names, ShardFiles.Part.CHAINING_VALUES))
                .thenCompose(_ -> port.syncDirectory(names.directory()))
                .thenCompose(_ -> rename(staged.record(), names, ShardFiles.Part.RECORD))
                .thenCompose(_ -> port.syncDirectory(names.directory()));
    }

    private CompletableFuture<Void> writeValues(Staged staged, BlockTree tree) {
        return files.writeNew(staged.values(), ByteBuffer.wrap(tree.chainingValues()), false);
    }

    private CompletableFuture<Void> rename(String from, ShardFiles names, ShardFiles.Part part) {
        return files.port().rename(from, names.path(part));
    }

    /** That a directory can be seen does not mean that it is on the medium. */
    private CompletableFuture<Void> makeDirectory(ShardFiles names) {
        if (madeDirectories.contains(names.directory())) {
            return CompletableFuture.completedFuture(null);
        }
        FilePort port = files.port();
        return port.createDirectories(names.directory())
                .thenCompose(_ -> port.syncDirectory(names.upperDirectory()))
                .thenCompose(_ -> port.syncDirectory(ShardFiles.OBJECTS))
                .thenAccept(_ -> madeDirectories.add(names.directory()));
    }

    private CompletableFuture<Void> drop(Staged staged) {
        return files.drop(staged.shard())
                .thenCompose(_ -> files.drop(staged.record()))
                .thenCompose(_ -> files.drop(staged.values()));
    }

    private static FailureException refused(ShardName name, String cause) {
        String subject = name.objectKey() + " " + name.index();
        return new Failure(FailureKind.REFUSED, "commit", subject, cause).exception();
    }
}
