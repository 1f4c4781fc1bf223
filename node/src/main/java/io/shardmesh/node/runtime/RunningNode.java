package io.shardmesh.node.runtime;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.Recovery;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderLimits;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.PeerKeyFile;
import io.shardmesh.node.home.SavedState;
import io.shardmesh.node.local.LocalNode;
import io.shardmesh.node.local.NodeParts;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.repair.UpkeepSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node on real parts. Start order: strand and processors, keys, storage, network, node; the stop
 * order is the reverse, so that nothing is used after it has ended.
 */
public final class RunningNode implements Node {
    /** How long a start waits for members that do not answer. */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger("io.shardmesh.node");

    private final Deque<Supplier<CompletableFuture<?>>> stops = new ArrayDeque<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final ThreadStrand strand;
    private final Environment environment;
    private @Nullable LocalNode node;
    private boolean closing;

    private RunningNode() {
        strand = new ThreadStrand("shardmesh-node", this::die);
        CorePool pool = new CorePool(strand);
        environment =
                new Environment(
                        strand, InstantSource.system(), new SystemRandom(), pool, new LogJournal());
        stops.push(() -> {
            pool.close();
            strand.close();
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * Starts a node in a home that the caller has locked and keeps locked until {@link #ended}.
     *
     * @return completes when the node is ready: one that others reach listens and is already
     *     connecting, and what is asked of it waits for the connections that it needs; of any other
     *     every member has been tried once, or {@link #SETTLE_LIMIT} has passed
     */
    public static CompletableFuture<RunningNode> open(Home home, NodeOptions options) {
        RunningNode running = new RunningNode();
        CompletableFuture<RunningNode> ready = new CompletableFuture<>();
        running.strand.execute(() ->
                Async.attempt(() -> running.start(home, options))
                        .whenComplete((done, trouble) -> {
                            if (trouble == null) {
                                ready.complete(running);
                            } else {
                                running.stop()
                                        .whenComplete((stopped, late) ->
                                                ready.completeExceptionally(Async.unwrap(trouble)));
                            }
                        }));
        return ready;
    }

    private CompletableFuture<Void> start(Home home, NodeOptions options) {
        SigningKey peerKey = PeerKeyFile.open(home, environment.random());
        stops.push(() -> {
            peerKey.close();
            return CompletableFuture.completedFuture(null);
        });
        HomeStorage storage = new HomeStorage(home, environment);
        stops.push(storage::close);
        NodeParts.Identity identity =
                new NodeParts.Identity(options.mode(), peerKey, options.keys(), MachineId::read);
        CompletableFuture<Opened> opening =
                storage.open(options).thenCombine(storage.remembered(), Opened::new);
        // Made meanwhile; it listens when all is open.
        Optional<NodeNetwork> made = makeNetwork(options, peerKey);
        return opening.thenCompose(opened ->
                        startNetwork(home, options, made)
                                .thenApply(network ->
                                        LocalNode.start(
                                                new NodeParts(
                                                        environment,
                                                        identity,
                                                        network,
                                                        opened.storage(),
                                                        opened.remembered(),
                                                        new NodeParts.Limits(
                                                                HolderLimits.defaults(),
                                                                UpkeepSettings.ofGrace(
                                                                        options.repairGrace()),
                                                                options.cacheBytes())))))
                .thenCompose(local -> started(local, options.mode()));
    }

    private record Opened(NodeParts.Storage storage, NodeParts.Remembered remembered) {}

    private Optional<NodeNetwork> makeNetwork(NodeOptions options, SigningKey peerKey) {
        if (options.mode() == NodeMode.OFFLINE) {
            return Optional.empty();
        }
        NodeNetwork network = new NodeNetwork(environment, peerKey);
        stops.push(network::close);
        return Optional.of(network);
    }

    private CompletableFuture<Optional<Network>> startNetwork(
            Home home, NodeOptions options, Optional<NodeNetwork> made) {
        if (made.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        SavedState saved = SavedState.open(home, environment.random());
        return made.get()
                .start(options, saved.port())
                .thenCompose(started ->
                        started.listenAddresses()
                                .thenApply(addresses -> {
                                    addresses.stream()
                                            .findFirst()
                                            .ifPresent(first ->
                                                    first.tcpPort()
                                                            .ifPresent(port ->
                                                                    SavedState.savePort(
                                                                            home, port)));
                                    return Optional.of(started);
                                }));
    }

    private CompletableFuture<Void> started(LocalNode local, NodeMode mode) {
        node = local;
        stops.push(() -> {
            local.close();
            return local.ended();
        });
        CompletableFuture<Void> settled = local.settled();
        if (mode == NodeMode.SERVICE || mode == NodeMode.BOOTSTRAP) {
            return CompletableFuture.completedFuture(null);
        }
        return Async.within(
                        strand,
                        SETTLE_LIMIT,
                        settled.handle((done, trouble) -> true),
                        () ->
                                Async.failure(
                                                FailureKind.TIMEOUT,
                                                "reach",
                                                "all members",
                                                "some do not answer")
                                        .failure())
                .handle((reached, late) -> null);
    }

    @Override
    public ObjectStore objects() {
        return local().objects();
    }

    @Override
    public ObjectCare care() {
        return local().care();
    }

    @Override
    public Catalog catalog() {
        return local().catalog();
    }

    @Override
    public Mesh mesh() {
        return local().mesh();
    }

    @Override
    public Recovery recovery() {
        return local().recovery();
    }

    @Override
    public NodeState state() {
        return local().state();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        strand.execute(() -> {
            if (!closing) {
                closing = true;
                stop().whenComplete((done, trouble) -> ended.complete(null));
            }
        });
    }

    private CompletableFuture<Void> stop() {
        List<Supplier<CompletableFuture<?>>> order = List.copyOf(stops);
        stops.clear();
        CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);
        for (Supplier<CompletableFuture<?>> next : order) {
            stopped = stopped.thenCompose(before -> next.get().handle((done, trouble) -> null));
        }
        return stopped;
    }

    /** A bug stops the node loudly: its state can no longer be trusted. */
    private void die(Throwable bug) {
        LOG.log(System.Logger.Level.ERROR, "a bug stops this node", bug);
        ended.completeExceptionally(
                Async.failure(FailureKind.INTERNAL, "run", "this node", bug.toString()));
    }

    private LocalNode local() {
        LocalNode started = node;
        if (started == null) {
            throw new IllegalStateException("the node has not started");
        }
        return started;
    }
}
