package io.shardmesh.node.benchmark;

import io.shardmesh.node.benchmark.Figure.Unit;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.ChannelFiles;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.uring.Uring;
import io.shardmesh.node.io.uring.UringFiles;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.runtime.ThreadStrand;
import io.shardmesh.node.sqlite.SqliteShardIndex;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Small objects into the store of one holder and out of it, by channels alone and by io_uring
 * alone: each is acknowledged when it is on the disk and in the index.
 */
final class RecordsSuite {
    private static final int RECORD_COUNT = 2000;
    private static final int WRITERS = 16;
    private static final int READERS = 32;
    private static final int FILE_CALLS = 16;

    private final BenchmarkPlan plan;
    private final Executor strand;
    private final ShardStore store;
    private final List<ShardRecord> records;

    private RecordsSuite(
            BenchmarkPlan plan, Executor strand, ShardStore store, List<ShardRecord> records) {
        this.plan = plan;
        this.strand = strand;
        this.store = store;
        this.records = records;
    }

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        SmallRecords small = new SmallRecords(plan.random());
        List<ShardRecord> records = Stream.generate(small::next).limit(RECORD_COUNT).toList();
        try (ThreadStrand strand = new ThreadStrand("benchmark", RecordsSuite::bug)) {
            Executor on = strand::execute;
            Path byChannel = plan.folder().resolve("channel");
            measure(plan, on, byChannel, channel(byChannel, on), records, "channel", out);
            if (Uring.start(on).join() instanceof Uring.Start.Running(Uring ring)) {
                Path byRing = plan.folder().resolve("io_uring");
                FilePort files = UringFiles.create(byRing, ring, channel(byRing, on));
                measure(plan, on, byRing, files, records, "io_uring", out);
                ring.close().join();
            }
        }
    }

    private static void bug(Throwable thrown) {
        throw new IllegalStateException(thrown);
    }

    private static FilePort channel(Path folder, Executor strand) {
        return ChannelFiles.create(folder, FILE_CALLS, strand);
    }

    private static void measure(
            BenchmarkPlan plan,
            Executor strand,
            Path folder,
            FilePort files,
            List<ShardRecord> records,
            String by,
            Consumer<Figure> out) {
        files.createDirectories("").join();
        ShardStore store =
                SqliteShardIndex.open(folder.resolve("index.sqlite"), strand)
                        .thenApply(index -> new StorePorts(files, index, new AtOnce(), _ -> {}))
                        .thenCompose(ports ->
                                FileShardStore.open(ports, StoreConfig.ofLimit(Long.MAX_VALUE)))
                        .join()
                        .store();
        RecordsSuite suite = new RecordsSuite(plan, strand, store, records);
        double kept = suite.rate(WRITERS, (item, _) -> store.commitInline(records.get(item)));
        out.accept(figure("keep 4 KiB, 16 at once, " + by, kept));
        double found = suite.rate(READERS, (item, _) -> store.find(records.get(item).objectKey()));
        out.accept(figure("find 4 KiB, 32 at once, " + by, found));
        suite.store.close().join();
    }

    private static Figure figure(String name, double rate) {
        return Figure.of(Suite.STORE, name, rate, Unit.PER_SECOND);
    }

    /** The median, after once to get warm. */
    private double rate(int atOnceCount, Traffic.Call call) {
        int[] all = IntStream.range(0, records.size()).toArray();
        Traffic.rate(strand, all, atOnceCount, call);
        double[] rates = new double[plan.iterationCount()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = Traffic.rate(strand, all, atOnceCount, call);
        }
        return Timing.percentile(rates, 50);
    }

    /** Nothing of this is hashed or coded. */
    private static final class AtOnce implements Compute {
        @Override
        public <T> CompletableFuture<T> run(Supplier<T> work) {
            return CompletableFuture.completedFuture(work.get());
        }
    }
}
