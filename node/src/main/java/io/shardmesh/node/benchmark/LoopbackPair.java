package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.NetworkSettings;
import io.shardmesh.node.network.NetworkVerticle;
import io.shardmesh.node.runtime.ThreadStrand;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Two networks on loopback: one answers each message with the same, the other asks. */
final class LoopbackPair implements AutoCloseable {
    private static final String PROTOCOL = "/shardmesh/benchmark/1";

    private final SigningKey askerKey;
    private final SigningKey answererKey;
    private final Vertx vertx =
            Vertx.vertx(
                    new VertxOptions()
                            .setEventLoopPoolSize(2)
                            .setWorkerPoolSize(1)
                            .setInternalBlockingPoolSize(1));
    private final ThreadStrand asking = new ThreadStrand("benchmark-asker", LoopbackPair::fail);
    private final ThreadStrand answering =
            new ThreadStrand("benchmark-answerer", LoopbackPair::fail);
    private final MessageStream stream;

    private LoopbackPair(RandomSource random) {
        askerKey = SigningKey.generate(random);
        answererKey = SigningKey.generate(random);
        Network answerer = start(answererKey, answering, random);
        answerer.serve(PROTOCOL, LoopbackPair::echo);
        Network asker = start(askerKey, asking, random);
        Multiaddr address = answerer.listenAddresses().join().getFirst();
        stream =
                asker.connect(answerer.self(), List.of(address))
                        .thenCompose(link -> asker.open(answerer.self(), PROTOCOL))
                        .join();
    }

    static LoopbackPair open(RandomSource random) {
        return new LoopbackPair(random);
    }

    private Network start(SigningKey key, Scheduler strand, RandomSource random) {
        NetworkSettings settings =
                new NetworkSettings(
                        SwarmConfig.of("shardmesh/benchmark", List::of, InstantSource.system()),
                        ByteRates.unlimited(),
                        DhtConfig.standard(),
                        Optional.of(Multiaddr.tcp("127.0.0.1", 0)),
                        List.of());
        NetworkVerticle verticle =
                new NetworkVerticle(settings, key, random, strand, new Silence());
        vertx.deployVerticle(verticle).toCompletionStage().toCompletableFuture().join();
        return verticle.handle().join();
    }

    private static void fail(Throwable bug) {
        throw new IllegalStateException("a benchmark's strand failed", bug);
    }

    private static void echo(MessageStream from) {
        from.receive()
                .thenCompose(message ->
                        message.isEmpty()
                                ? CompletableFuture.completedFuture(null)
                                : from.send(message.get()))
                .whenComplete((sent, trouble) -> {
                    if (trouble == null) {
                        echo(from);
                    }
                });
    }

    /**
     * Sends messages and takes their answers; returns when the last is there.
     *
     * @param aheadCount how many may be without an answer at a time
     */
    void exchange(Message message, int count, int aheadCount) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        asking.execute(() -> {
            for (int i = 0; i < Math.min(count, aheadCount); i++) {
                var _ = stream.send(message);
            }
            receive(message, count, count - aheadCount, done);
        });
        done.join();
    }

    private void receive(Message message, int missing, int unsent, CompletableFuture<Void> done) {
        if (missing == 0) {
            done.complete(null);
            return;
        }
        stream.receive()
                .whenComplete((answer, trouble) -> {
                    if (trouble != null) {
                        done.completeExceptionally(Async.unwrap(trouble));
                        return;
                    }
                    if (unsent > 0) {
                        var _ = stream.send(message);
                    }
                    receive(message, missing - 1, unsent - 1, done);
                });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        asking.close();
        answering.close();
        askerKey.close();
        answererKey.close();
    }

    private record Silence() implements Journal {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
    }
}
