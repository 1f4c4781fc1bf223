package io.shardmesh.testing.attack;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.PeerConnection;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.vertx.VertxScheduler;
import io.shardmesh.libp2p.transport.vertx.VertxTransport;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Many good peers in one process, each with an identity of its own and one connection to the same
 * node, which it keeps by a ping now and then. All on one event loop.
 */
public final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final Duration PING_EVERY = Duration.ofSeconds(30);
    private static final Duration DIAL_LIMIT = Duration.ofMinutes(20);

    private final Vertx vertx = Vertx.vertx();
    private final Scheduler scheduler;
    private final VertxTransport transport;
    private final Multiaddr node;
    private final PeerId peer;
    private final SecureRandom random = new SecureRandom();
    private final List<Swarm> swarms = new ArrayList<>();
    private final AtomicInteger failedCount = new AtomicInteger();

    /** Will connect to the node at an address that ends in its peer id. */
    public Crowd(Multiaddr node) {
        VertxScheduler loop =
                VertxScheduler.create(((VertxInternal) vertx).createEventLoopContext());
        this.scheduler = loop;
        this.transport = VertxTransport.create(loop);
        this.node = node;
        this.peer = node.peerId().orElseThrow();
    }

    /** Connects so many; returns when all are connected or have failed. */
    public void grow(int count) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(count);
        AtomicInteger open = new AtomicInteger(Math.min(AT_ONCE, count));
        int lanes = open.get();
        for (int i = 0; i < lanes; i++) {
            scheduler.execute(() -> next(left, open, done));
        }
        done.orTimeout(DIAL_LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS).join();
    }

    @SuppressWarnings("NullAway") // A Void has no other value.
    private void next(AtomicInteger left, AtomicInteger lanes, CompletableFuture<Void> done) {
        if (left.getAndDecrement() <= 0) {
            if (lanes.decrementAndGet() == 0) {
                done.complete(null);
            }
            return;
        }
        Swarm swarm =
                Swarm.create(
                        SwarmConfig.of("crowd/1", List::of, InstantSource.system()),
                        SigningKey.generate(random::nextBytes),
                        transport,
                        scheduler,
                        random::nextBytes);
        swarms.add(swarm);
        swarm.protect(peer, "crowd");
        var _ =
                swarm.connect(peer, List.of(node))
                        .whenComplete((connection, failure) -> {
                            if (failure != null) {
                                failedCount.incrementAndGet();
                            } else {
                                keep(swarm);
                            }
                            scheduler.execute(() -> next(left, lanes, done));
                        });
    }

    private void keep(Swarm swarm) {
        var _ =
                scheduler.schedule(
                        PING_EVERY,
                        () -> {
                            var _ = swarm.ping(peer);
                            keep(swarm);
                        });
    }

    /** How many are connected now. */
    public int connectedCount() {
        return onLoop(() -> {
            int count = 0;
            for (Swarm swarm : swarms) {
                List<PeerConnection> connections = swarm.connections();
                count += connections.isEmpty() ? 0 : 1;
            }
            return count;
        });
    }

    /** How many could not connect. */
    public int failedCount() {
        return failedCount.get();
    }

    private <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        scheduler.execute(() -> answer.complete(question.get()));
        return answer.join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
