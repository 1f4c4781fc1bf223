package io.shardmesh.testing.cluster;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.ChannelFiles;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.runtime.ThreadStrand;
import io.shardmesh.node.sqlite.SqliteShardIndex;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.Problem;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardLocation;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.node.store.StoredShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The store of a home as it was left when its node died. It is opened as a start of the node would
 * open it, every byte in it is read, and its index is compared with what a walk over the files
 * finds. The store itself is not touched.
 */
final class StoreCopy implements AutoCloseable {
    private static final int ALL_ROWS = 1_000_000;
    private static final int CALL_COUNT = 16;
    private static final long LIMIT_SECONDS = 60;

    private final Path copy;

    private StoreCopy(Path copy) {
        this.copy = copy;
    }

    /**
     * What is in a store.
     *
     * @param rows what its index has after the opening
     * @param indexedCount how many of them it lacked before
     */
    record Contents(List<StoredShard> rows, int indexedCount) {
        /** The indexes that are here of an object. */
        Set<Integer> indexes(Digest objectKey) {
            return rows.stream()
                    .map(StoredShard::name)
                    .filter(name -> name.objectKey().equals(objectKey))
                    .map(ShardName::index)
                    .collect(Collectors.toSet());
        }
    }

    /** Takes a copy while no node runs on the store. Shards, which never change, are linked. */
    static StoreCopy of(ServiceProcess node, Path copy) throws IOException {
        Path store = node.home().resolve("store");
        try (Stream<Path> all = Files.walk(store)) {
            for (Path file : all.toList()) {
                Path target = copy.resolve(store.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (store.relativize(file).startsWith("objects")) {
                    Files.createLink(target, file);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return new StoreCopy(copy);
    }

    /** Opens and reads it; throws what is wrong with it. */
    Contents check() throws IOException {
        try (ThreadStrand strand =
                new ThreadStrand(
                        "store-copy",
                        bug -> {
                            throw new IllegalStateException(bug);
                        })) {
            List<Problem> problems = new ArrayList<>();
            FileShardStore.Opened opened = await(strand, () -> open(strand, problems));
            ShardStore store = opened.store();
            List<StoredShard> rows = await(strand, () -> store.list(Optional.empty(), ALL_ROWS));
            requireSameFiles(rows);
            for (StoredShard row : rows) {
                ScrubResult result =
                        await(
                                strand,
                                () ->
                                        store.scrub(
                                                row.name(),
                                                _ -> CompletableFuture.completedFuture(null)));
                Report.require(result == ScrubResult.INTACT, row.name() + " is " + result);
            }
            // What was appended to a pack and not synced to its end was not acknowledged.
            problems.removeIf(problem -> problem.path().startsWith("packs/"));
            Report.require(problems.isEmpty(), "damage: " + problems);
            await(strand, store::close);
            return new Contents(rows, opened.report().indexedCount());
        }
    }

    private CompletableFuture<FileShardStore.Opened> open(
            ThreadStrand strand, List<Problem> problems) {
        return SqliteShardIndex.open(copy.resolve("index.sqlite"), strand::execute)
                .thenCompose(index -> {
                    Report.require(!index.replaced(), "the index was damaged");
                    return FileShardStore.open(
                            new StorePorts(
                                    ChannelFiles.create(copy, CALL_COUNT, strand::execute),
                                    index,
                                    new OnStrand(),
                                    problems::add),
                            StoreConfig.ofLimit(Long.MAX_VALUE));
                });
    }

    /** A row for each shard with its record, and nothing else; whole in length. */
    private void requireSameFiles(List<StoredShard> rows) throws IOException {
        Set<String> indexed = new TreeSet<>();
        for (StoredShard row : rows) {
            if (row.location() instanceof ShardLocation.InFile at) {
                String name = row.name().objectKey() + "." + row.name().index();
                indexed.add(name + ".record");
                indexed.add(name + ".shard " + at.shardBytes());
            }
        }
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(copy.resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".shard")) {
                    found.add(name + " " + Files.size(file));
                } else if (name.endsWith(".record")) {
                    found.add(name);
                }
            }
        }
        Set<String> both = new TreeSet<>(indexed);
        both.retainAll(found);
        indexed.removeAll(both);
        found.removeAll(both);
        Report.require(
                indexed.isEmpty() && found.isEmpty(),
                "the index alone has " + indexed + ", the disk alone has " + found);
    }

    private static <T> T await(ThreadStrand strand, Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> done = new CompletableFuture<>();
        strand.execute(() ->
                Async.attempt(call)
                        .whenComplete((value, trouble) -> {
                            if (trouble == null) {
                                done.complete(value);
                            } else {
                                done.completeExceptionally(trouble);
                            }
                        }));
        try {
            return done.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            throw new ClusterException(String.valueOf(Async.unwrap(failed)));
        }
    }

    /** Nobody else waits for the strand of a copy. */
    private static final class OnStrand implements Compute {
        @Override
        public <T> CompletableFuture<T> run(Supplier<T> work) {
            return CompletableFuture.completedFuture(work.get());
        }
    }

    @Override
    public void close() throws IOException {
        Trees.delete(copy);
    }
}
