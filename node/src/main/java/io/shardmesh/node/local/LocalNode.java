package io.shardmesh.node.local;

import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Recovery;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.repair.Upkeep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The node in this process. Its methods may be called from any thread and only post; all state
 * belongs to the strand.
 */
public final class LocalNode implements Node {
    private final NodeParts parts;
    private final LocalObjects objects;
    private final LocalCare care;
    private final LocalCatalog catalog;
    private final LocalMesh mesh;
    private final LocalState state;
    private final Set<Operation<?>> running = new LinkedHashSet<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Optional<RememberedMesh> joined;
    private Optional<MeshEngine> engine = Optional.empty();
    private boolean closing;

    private LocalNode(NodeParts parts) {
        this.parts = parts;
        this.joined = parts.remembered().mesh();
        this.objects = new LocalObjects(this);
        this.care = new LocalCare(this);
        this.catalog = new LocalCatalog(this);
        this.mesh = new LocalMesh(this);
        this.state = new LocalState(this);
    }

    /** Starts a node. To be called on the strand. */
    public static LocalNode start(NodeParts parts) {
        LocalNode node = new LocalNode(parts);
        node.joined.ifPresent(node::enter);
        return node;
    }

    /**
     * Tries to reach every other member once.
     *
     * @return completes when each of them is connected or could not be; never fails
     */
    public CompletableFuture<Void> settled() {
        return onStrand(() ->
                engine.map(running -> running.connector().connectAll())
                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    @Override
    public ObjectCare care() {
        return care;
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public Mesh mesh() {
        return mesh;
    }

    @Override
    public Recovery recovery() {
        return new LocalRecovery(this);
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        parts.environment().strand().execute(this::closeNow);
    }

    private void closeNow() {
        if (closing) {
            return;
        }
        closing = true;
        List<Operation<?>> open = List.copyOf(running);
        open.forEach(Operation::cancel);
        engine.ifPresent(stopping -> {
            stopping.connector().stop();
            stopping.upkeep().ifPresent(Upkeep::stop);
        });
        List<CompletableFuture<?>> ends =
                open.stream()
                        .<CompletableFuture<?>>map(
                                operation -> operation.outcome().handle((value, trouble) -> null))
                        .toList();
        CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .thenCompose(ended -> endCatalog())
                .thenCompose(ended -> keepReputation())
                .thenAccept(done -> ended.complete(null));
    }

    private CompletableFuture<Void> endCatalog() {
        return engine.map(stopping -> stopping.catalog().end())
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> keepReputation() {
        return engine.map(stopping -> stopping.members().reputation().stop())
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    NodeParts parts() {
        return parts;
    }

    Optional<RememberedMesh> joined() {
        return joined;
    }

    Optional<MeshEngine> engine() {
        return engine;
    }

    /** The running engine; throws what a user is told when there is none. */
    MeshEngine engine(String operation) {
        if (joined.isEmpty()) {
            throw new Failure(
                            FailureKind.NO_MESH, operation, "", "this home belongs to no mesh yet")
                    .exception();
        }
        return engine.orElseThrow(() ->
                new Failure(
                                FailureKind.UNREACHABLE,
                                operation,
                                "",
                                "this node runs without a network")
                        .exception());
    }

    /** Begins to take part in a mesh that was founded, joined or remembered. */
    void enter(RememberedMesh entered) {
        joined = Optional.of(entered);
        engine = parts.network().map(network -> MeshEngine.start(parts, network, entered));
    }

    /** Runs {@code work} on the strand. */
    <T> CompletableFuture<T> onStrand(Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        parts.environment()
                .strand()
                .execute(() ->
                        Async.attempt(work)
                                .whenComplete((value, trouble) ->
                                        Async.complete(result, value, trouble)));
        return result;
    }

    /** Remembers an operation until it has ended, so that closing can end it. */
    <T> Operation<T> track(Operation<T> operation) {
        parts.environment()
                .strand()
                .execute(() -> {
                    if (closing) {
                        operation.cancel();
                    }
                    running.add(operation);
                    operation.outcome().whenComplete((value, trouble) -> running.remove(operation));
                });
        return operation;
    }
}
