package io.shardmesh.testing.interop;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.perf.Perf;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.vertx.VertxScheduler;
import io.shardmesh.libp2p.transport.vertx.VertxTransport;
import io.shardmesh.node.Version;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A swarm of ours on an event loop of its own, for threads that may wait. */
final class OwnNode implements AutoCloseable {
    /** So many streams of one protocol, for the checks that open many at once. */
    private static final int MANY = 512;

    private final VertxScheduler scheduler;
    private final Swarm swarm;
    private final Multiaddr address;

    private OwnNode(VertxScheduler scheduler, Swarm swarm, Multiaddr address) {
        this.scheduler = scheduler;
        this.swarm = swarm;
        this.address = address;
    }

    /** Starts one that listens on loopback, echoes and serves perf. */
    static OwnNode start(Vertx vertx) {
        VertxScheduler scheduler =
                VertxScheduler.create(((VertxInternal) vertx).createEventLoopContext());
        RandomSource random = new SecureRandom()::nextBytes;
        Swarm swarm =
                Swarm.create(
                        config(),
                        SigningKey.generate(random),
                        VertxTransport.create(scheduler),
                        scheduler,
                        random);
        CompletableFuture<Multiaddr> bound = new CompletableFuture<>();
        scheduler.execute(() -> {
            swarm.handle(Echo.PROTOCOL, stream -> new Echo());
            Perf.serve(swarm);
            pass(swarm.listen(Multiaddr.tcp("127.0.0.1", 0)), bound);
        });
        Multiaddr at = JsPeers.await(bound, "listen");
        return new OwnNode(scheduler, swarm, at.withPeer(swarm.self()));
    }

    private static SwarmConfig config() {
        SwarmConfig usual =
                SwarmConfig.of(Version.AGENT, () -> List.of("127.0.0.1"), InstantSource.system());
        SwarmConfig.StreamLimits streams = usual.streams();
        return usual.with(
                new SwarmConfig.StreamLimits(
                        MANY,
                        streams.outboundCount(),
                        MANY,
                        streams.negotiation(),
                        streams.unsentHighBytes(),
                        streams.quantumBytes(),
                        streams.windows()));
    }

    PeerId peer() {
        return swarm.self();
    }

    /** Where it listens, with its peer id. */
    Multiaddr address() {
        return address;
    }

    VertxScheduler scheduler() {
        return scheduler;
    }

    /** Calls the swarm on its strand and waits for the outcome. */
    <T> T call(String what, Function<Swarm, CompletableFuture<T>> request) {
        return JsPeers.await(ask(request), what);
    }

    /** Asks the swarm on its strand and waits for the answer. */
    <T> T look(Function<Swarm, T> question) {
        return call("look", at -> CompletableFuture.completedFuture(question.apply(at)));
    }

    /** Calls the swarm on its strand. */
    <T> CompletableFuture<T> ask(Function<Swarm, CompletableFuture<T>> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        scheduler.execute(() -> pass(request.apply(swarm), answer));
        return answer;
    }

    private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        var _ =
                from.whenComplete((value, failure) -> {
                    if (failure == null) {
                        to.complete(value);
                    } else {
                        to.completeExceptionally(failure);
                    }
                });
    }

    @Override
    public void close() {
        var _ = call("close", Swarm::close);
    }
}
