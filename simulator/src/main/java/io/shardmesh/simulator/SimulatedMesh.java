package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.SignedEnvelope;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Whole nodes and a client in one thread. Virtual time moves only while a method here waits; the
 * same seed and the same calls give the same trace. Belongs to the thread that calls it.
 */
public final class SimulatedMesh {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final VirtualScheduler time = VirtualScheduler.create();
    private final MemoryNetwork network = MemoryNetwork.create(time);
    private final Trace trace = new Trace(time::nanoTime);
    private final SplittableRandom random;
    private final SplittableRandom latencies;
    private final List<SimulatedNode> holders = new ArrayList<>();
    private final SimulatedNode client;
    private MemoryNetwork.Latency delay = (from, to, bytes) -> Duration.ZERO;
    private Consumer<SimulatedNode> whenStarted = node -> {};
    private BiConsumer<SimulatedNode, Message> listener = (node, message) -> {};
    private StoreWitness witness = StoreWitness.NONE;
    private Duration repairGrace = NodeOptions.DEFAULT_REPAIR_GRACE;

    private SimulatedMesh(long seed, int holderCount) {
        random = new SplittableRandom(seed);
        latencies = random.split();
        network.latency((from, to, bytes) -> {
            trace.segment(from, to, bytes);
            long usual = 500_000 + latencies.nextLong(1_500_000);
            return delay.between(from, to, bytes).plusNanos(usual);
        });
        for (int i = 1; i <= holderCount; i++) {
            holders.add(machine("10.0.0." + i, NodeMode.SERVICE));
        }
        client = machine("10.0.1.1", NodeMode.EMBEDDED);
    }

    /** Machines that nobody has started yet. */
    public static SimulatedMesh create(long seed, int holderCount) {
        return new SimulatedMesh(seed, holderCount);
    }

    /** A mesh of that many holders and a client, founded by the first and joined by the others. */
    public static SimulatedMesh joined(long seed, int holderCount) {
        SimulatedMesh mesh = create(seed, holderCount);
        mesh.found();
        return mesh;
    }

    /** Founds the mesh at the first holder and has all others join. */
    public void found() {
        SimulatedNode first = holders.getFirst();
        first.start();
        await(first.node().mesh().create("simulated", labels(first)));
        for (SimulatedNode holder : holders.subList(1, holders.size())) {
            join(holder, InviteRole.HOLD);
        }
        join(client, InviteRole.CLIENT);
        settle();
    }

    /** Another machine of the same network, in no mesh. */
    public SimulatedNode machine(String host, NodeMode mode) {
        return new SimulatedNode(this, host, mode, randomSource());
    }

    /** Another home of the owner of {@code other}, in no mesh. */
    public SimulatedNode homeOfOwner(String host, NodeMode mode, SimulatedNode other) {
        return new SimulatedNode(this, host, mode, randomSource(), other.keyring());
    }

    /** Starts the machine and has it join by a fresh invite of the first holder. */
    public void join(SimulatedNode node, InviteRole role) {
        node.start();
        String invite =
                await(holders.getFirst().node().mesh().invite(role, Duration.ofHours(1))).text();
        await(node.node().mesh().join(invite, labels(node)));
        trace.note(node.host(), "has joined");
    }

    /** Labels that make the node a machine of its own. */
    public static Labels labels(SimulatedNode node) {
        return new Labels(Optional.of("m-" + node.host()), Optional.empty());
    }

    /** Has every running node reach every other. */
    public void settle() {
        List<SimulatedNode> running = new ArrayList<>(holders);
        running.add(client);
        running.removeIf(node -> !node.isRunning());
        running.forEach(node -> await(node.node().settled()));
        time.advance(Duration.ofSeconds(1));
    }

    /** Waits in virtual time; throws what the future fails with. */
    public <T> T await(CompletableFuture<T> future) {
        if (!time.runUntil(future::isDone, PATIENCE)) {
            throw new IllegalStateException(
                    "nothing ended it within " + PATIENCE.toMinutes() + " min");
        }
        return future.join();
    }

    /** Starts a put at the client. */
    public Operation<PutOutcome> put(String name, byte[] content) {
        return put(client, request(name), source(content));
    }

    /** Starts a put. */
    public Operation<PutOutcome> put(SimulatedNode node, PutRequest request, ByteSource source) {
        return node.node().objects().put(request, source);
    }

    /** A request without wishes. */
    public static PutRequest request(String name) {
        return new PutRequest(
                name,
                List.of(),
                List.of(),
                PutRequest.USUAL,
                new PutRequest.FileFacts("", 0644, Instant.EPOCH, OptionalLong.empty()));
    }

    /** The bytes as a source that always has as many as are wanted. */
    public static ByteSource source(byte[] content) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        return target -> {
            if (!rest.hasRemaining()) {
                return CompletableFuture.completedFuture(-1);
            }
            int count = Math.min(rest.remaining(), target.remaining());
            target.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            return CompletableFuture.completedFuture(count);
        };
    }

    /** Gets an object at the client, as its owner. */
    public byte[] get(Digest objectKey) {
        return get(objectKey, Optional.empty()).bytes();
    }

    /** What came of a get. */
    @SuppressWarnings("ArrayRecordComponent") // Only handed over.
    public record Got(byte[] bytes, GetOutcome outcome) {}

    /** Gets an object, or a range of it, at the client, as its owner. */
    public Got get(Digest objectKey, Optional<ByteRange> range) {
        Located located = await(client.node().objects().locate(objectKey));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (FileKey key = fileKey(client, located)) {
            GetOutcome outcome =
                    await(
                            client.node()
                                    .objects()
                                    .get(
                                            located,
                                            key,
                                            range,
                                            bytes -> {
                                                byte[] piece = new byte[bytes.remaining()];
                                                bytes.get(piece);
                                                received.writeBytes(piece);
                                                return CompletableFuture.allOf();
                                            })
                                    .outcome());
            return new Got(received.toByteArray(), outcome);
        }
    }

    /** The file key, unwrapped by the reading key of the node's owner. */
    public static FileKey fileKey(SimulatedNode reader, Located located) {
        SignedEnvelope envelope = SignedEnvelope.decode(located.envelope());
        try (ReadingKey reading = reader.keyring().readingKey(0)) {
            return envelope.envelope().wrappedKeys().stream()
                    .map(Bytes::toArray)
                    .flatMap(wrapped -> reading.open(wrapped).stream())
                    .findFirst()
                    .map(FileKey::of)
                    .orElseThrow(() -> new IllegalStateException("no key for this reader"));
        }
    }

    /** The holders, the founder first. */
    public List<SimulatedNode> holders() {
        return List.copyOf(holders);
    }

    /** The client, which holds nothing. */
    public SimulatedNode client() {
        return client;
    }

    /** What has happened. */
    public Trace trace() {
        return trace;
    }

    /** The clock that all share. */
    public VirtualScheduler time() {
        return time;
    }

    /** The network that all share. */
    public MemoryNetwork network() {
        return network;
    }

    /** What links take longer than usual, from now on; asked for each segment. */
    public void delay(MemoryNetwork.Latency changed) {
        delay = changed;
    }

    /** Whom to show every message that a node sends, before it is encrypted. */
    public void overhear(BiConsumer<SimulatedNode, Message> changed) {
        listener = changed;
    }

    /** Whom to tell of every process that has started. */
    public void onStart(Consumer<SimulatedNode> changed) {
        whenStarted = changed;
    }

    /** Whom to tell what stores take and give up, from now on. */
    public void witness(StoreWitness changed) {
        witness = changed;
    }

    StoreWitness witness() {
        return witness;
    }

    /** For how long a holder may be away; of processes that start from now on. */
    public void repairGrace(Duration changed) {
        repairGrace = changed;
    }

    Duration repairGrace() {
        return repairGrace;
    }

    void started(SimulatedNode node) {
        whenStarted.accept(node);
    }

    void overheard(SimulatedNode sender, Message message) {
        listener.accept(sender, message);
    }

    /** A seed for one more part. */
    public long nextSeed() {
        return random.nextLong();
    }

    /** A source of randomness of its own. */
    public RandomSource randomSource() {
        return random.split()::nextBytes;
    }
}
