package io.shardmesh.bench;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.BlockHasher;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.ChannelFiles;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.ClaimVersion;
import io.shardmesh.node.record.Envelope;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ObjectContent;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scrubs a shard of 256 MiB that the page cache has, without a pace: what is left is reading
 * through the file port and hashing. One operation reads 256 MiB.
 */
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class ScrubBenchmark {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCK_COUNT = 256;
    private static final int PARALLEL_FILE_CALLS = 16;
    private static final Scheme SCHEME = new Scheme(1, 1);

    private final ExecutorService strand = Executors.newSingleThreadExecutor();

    /** One thread alone: the figure is for one core, and what reading takes of another. */
    private final ExecutorService core = Executors.newSingleThreadExecutor();

    private Path folder;
    private ShardStore store;
    private ShardName name;

    /** Makes a store with one shard. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("scrub");
        StorePorts ports =
                new StorePorts(
                        ChannelFiles.create(folder, PARALLEL_FILE_CALLS, strand),
                        MemoryShardIndex.create(),
                        new OneCore(),
                        problem -> {
                            throw new IllegalStateException(problem.toString());
                        });
        store = onStrand(() -> FileShardStore.open(ports, StoreConfig.ofLimit(1L << 40))).store();
        byte[] block = new byte[BLOCK_BYTES];
        new Random(1).nextBytes(block);
        BlockHasher hasher = BlockHasher.create(BLOCK_BYTES);
        for (int i = 0; i < BLOCK_COUNT; i++) {
            hasher.update(ByteBuffer.wrap(block));
        }
        ShardRecord record = record(hasher.finish().root());
        name = new ShardName(record.objectKey(), 0);
        ShardWriter writer = onStrand(() -> store.begin(record.objectKey(), 0, BLOCK_BYTES));
        for (int i = 0; i < BLOCK_COUNT; i++) {
            onStrand(() -> writer.append(ByteBuffer.wrap(block)));
        }
        onStrand(() -> writer.commit(record));
    }

    private static ShardRecord record(Digest shardKey) {
        Random random = new Random(2);
        MeshId mesh = new MeshId(Blake3.hash(new byte[1]));
        SigningKey key = SigningKey.generate(random::nextBytes);
        ObjectHeader header =
                ObjectHeader.create(SCHEME, BLOCK_BYTES, key.verifyingKey(), random::nextBytes);
        StripeLayout layout =
                new StripeLayout(SCHEME, BLOCK_BYTES, (long) BLOCK_COUNT * BLOCK_BYTES);
        ObjectContent content = new ObjectContent.Shards(List.of(shardKey, shardKey));
        Bytes metadata = Bytes.of(new byte[1]);
        Instant now = Instant.EPOCH;
        Digest object = header.objectKey();
        return new ShardRecord(
                header,
                new Manifest(object, layout, content, Blake3.hash(new byte[1]), metadata)
                        .sign(key, mesh),
                new Envelope(object, 1, List.of(Bytes.of(new byte[129]))).sign(key, mesh),
                Lease.of(object, layout.sealedBytes(), key.verifyingKey(), now).sign(key, mesh),
                new Claim(
                                new ShardName(object, 0),
                                Optional.of(shardKey),
                                ClaimState.COMPLETE,
                                new ClaimVersion(1, now),
                                PeerId.of(key.verifyingKey()))
                        .sign(key, mesh));
    }

    /** Reads all of it. */
    @Benchmark
    public ScrubResult scrub() {
        ScrubResult result =
                onStrand(() -> store.scrub(name, _ -> CompletableFuture.completedFuture(null)));
        if (result != ScrubResult.INTACT) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    /** Removes the store. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        onStrand(store::close);
        strand.shutdown();
        core.shutdown();
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private <T> T onStrand(Supplier<CompletableFuture<T>> work) {
        return CompletableFuture.supplyAsync(work, strand).thenCompose(future -> future).join();
    }

    private final class OneCore implements Compute {
        @Override
        public <T> CompletableFuture<T> run(Supplier<T> work) {
            return CompletableFuture.supplyAsync(work, core)
                    .thenApplyAsync(result -> result, strand);
        }
    }
}
