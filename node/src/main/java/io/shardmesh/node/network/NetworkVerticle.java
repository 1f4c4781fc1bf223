package io.shardmesh.node.network;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.capped.CappedTransport;
import io.shardmesh.libp2p.transport.vertx.VertxScheduler;
import io.shardmesh.libp2p.transport.vertx.VertxTransport;
import io.shardmesh.node.core.Journal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * The network on an event loop of its own: swarm, DHT and all that belongs to them live and die
 * with this verticle. The rest of the node holds its {@link NetworkHandle}.
 */
public final class NetworkVerticle extends VerticleBase {
    private final NetworkSettings settings;
    private final SigningKey identity;
    private final RandomSource random;
    private final Scheduler node;
    private final Journal journal;
    private final CompletableFuture<NetworkHandle> handle = new CompletableFuture<>();

    /**
     * Makes a verticle to be deployed; {@code identity} stays the caller's, until after undeploy.
     */
    public NetworkVerticle(
            NetworkSettings settings,
            SigningKey identity,
            RandomSource random,
            Scheduler node,
            Journal journal) {
        this.settings = settings;
        this.identity = identity;
        this.random = random;
        this.node = node;
        this.journal = journal;
    }

    /** What others hold of the network, once it is up. */
    public CompletableFuture<NetworkHandle> handle() {
        return handle;
    }

    @Override
    public Future<?> start() {
        VertxScheduler scheduler = VertxScheduler.create(context);
        NetworkStart.run(
                        settings,
                        identity,
                        CappedTransport.of(
                                settings.rates(), VertxTransport.create(scheduler), scheduler),
                        new NetworkStart.Strands(scheduler, node, InstantSource.system()),
                        random,
                        journal)
                .whenComplete((started, failure) -> {
                    if (failure != null) {
                        handle.completeExceptionally(failure);
                    } else {
                        handle.complete(started);
                    }
                });
        return Future.fromCompletionStage(handle);
    }

    @Override
    public Future<?> stop() {
        return handle.isDone() && !handle.isCompletedExceptionally()
                ? Future.fromCompletionStage(handle.resultNow().close())
                : Future.succeededFuture();
    }
}
