package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.BlockTree;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.ShardName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Reads whole shards and compares them with their keys. That takes as long as the pace wants, so a
 * shard has its turn only in the end, when it was found damaged; what was replaced meanwhile is
 * read anew.
 */
final class ShardScrub {
    private final StoreParts parts;
    private final RecordReading records;
    private final Map<ShardName, Run> running = new HashMap<>();

    ShardScrub(StoreParts parts, RecordReading records) {
        this.parts = parts;
        this.records = records;
    }

    /** The reading of one shard; whoever asks meanwhile gets its result too. */
    private static final class Run {
        final CompletableFuture<ScrubResult> done = new CompletableFuture<>();
        boolean replaced;
    }

    /** To be told when the files of a shard are replaced. */
    void replaced(ShardName name) {
        Run run = running.get(name);
        if (run != null) {
            run.replaced = true;
        }
    }

    CompletableFuture<ScrubResult> run(ShardName name, LongFunction<CompletableFuture<Void>> pace) {
        Run known = running.get(name);
        if (known != null) {
            return known.done;
        }
        Run run = new Run();
        running.put(name, run);
        var _ =
                scrub(name, run, pace)
                        .whenComplete((result, thrown) -> {
                            running.remove(name);
                            if (thrown == null) {
                                run.done.complete(result);
                            } else {
                                run.done.completeExceptionally(thrown);
                            }
                        });
        return run.done;
    }

    private CompletableFuture<ScrubResult> scrub(
            ShardName name, Run run, LongFunction<CompletableFuture<Void>> pace) {
        run.replaced = false;
        return row(name)
                .thenCompose(found ->
                        found.isEmpty()
                                ? CompletableFuture.completedFuture(ScrubResult.ABSENT)
                                : scrub(found.get(), run, pace));
    }

    private CompletableFuture<Optional<StoredShard>> row(ShardName name) {
        return parts.index().object(name.objectKey()).thenApply(known -> known.shard(name.index()));
    }

    private CompletableFuture<ScrubResult> scrub(
            StoredShard row, Run run, LongFunction<CompletableFuture<Void>> pace) {
        return records.check(row)
                .thenCompose(result ->
                        result == ScrubResult.INTACT
                                        && row.location() instanceof ShardLocation.InFile shard
                                ? scrubShard(row, shard, run, pace)
                                : CompletableFuture.completedFuture(result));
    }

    private CompletableFuture<ScrubResult> scrubShard(
            StoredShard row,
            ShardLocation.InFile shard,
            Run run,
            LongFunction<CompletableFuture<Void>> pace) {
        String path = new ShardFiles(row.name()).path(ShardFiles.Part.SHARD);
        return parts.files()
                .using(
                        path,
                        OpenMode.READ,
                        file -> new PacedHashing(file, path, shard, parts.compute(), pace).run())
                .thenCompose(tree ->
                        tree.root().equals(shard.shardKey())
                                ? CompletableFuture.completedFuture(ScrubResult.INTACT)
                                : damage(row.name(), shard, tree)
                                        .thenCompose(cause -> leave(row.name(), run, pace, cause)))
                .exceptionallyCompose(thrown -> {
                    Failure failure = RecordReading.failure(thrown);
                    if (RecordReading.isDamage(failure)) {
                        return leave(row.name(), run, pace, failure.cause());
                    }
                    parts.setAside().report(failure.subject(), failure.cause());
                    return CompletableFuture.completedFuture(ScrubResult.UNREADABLE);
                });
    }

    /** Says which block is damaged, if the file of chaining values is whole. */
    private CompletableFuture<String> damage(
            ShardName name, ShardLocation.InFile shard, BlockTree found) {
        return parts.trees()
                .kept(new ShardFiles(name), shard)
                .thenApply(expected ->
                        expected.map(tree ->
                                        "block " + firstDifference(tree, found) + " is damaged")
                                .orElse("the shard is not its key's"));
    }

    private static int firstDifference(BlockTree expected, BlockTree found) {
        return Arrays.mismatch(expected.chainingValues(), found.chainingValues())
                / Digest.SIZE_BYTES;
    }

    private CompletableFuture<ScrubResult> leave(
            ShardName name, Run run, LongFunction<CompletableFuture<Void>> pace, String cause) {
        return parts.turns()
                .ofShard(
                        name,
                        () ->
                                row(name)
                                        .thenCompose(found ->
                                                run.replaced || found.isEmpty()
                                                        ? CompletableFuture.completedFuture(
                                                                ScrubResult.ABSENT)
                                                        : records.setAside(found.get(), cause)))
                .thenCompose(result ->
                        run.replaced
                                ? scrub(name, run, pace)
                                : CompletableFuture.completedFuture(result));
    }
}
