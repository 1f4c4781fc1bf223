package io.shardmesh.node.runtime;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.AddressLimits;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.vertx.InterfaceAddresses;
import io.shardmesh.node.Version;
import io.shardmesh.node.api.ConnectionOptions;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.NetworkSettings;
import io.shardmesh.node.network.NetworkVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Starts the network verticle on an event loop of its own, and ends it. */
final class NodeNetwork {
    private static final String NETTY_RECORDS = "io.netty.jfr.enabled";

    private final Environment environment;
    private final SigningKey peerKey;
    private final Vertx vertx;

    NodeNetwork(Environment environment, SigningKey peerKey) {
        // Netty would start the flight recorder of the JDK, for events that nobody records.
        if (System.getProperty(NETTY_RECORDS) == null) {
            System.setProperty(NETTY_RECORDS, "false");
        }
        this.environment = environment;
        this.peerKey = peerKey;
        // The network's loop is the only thing that runs there; blocking work has its own threads.
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1));
    }

    /** Starts; completes on the node's strand. */
    CompletableFuture<Network> start(NodeOptions options, OptionalInt savedPort) {
        boolean chosen = options.port().orElse(0) != 0;
        int port = chosen ? options.port().getAsInt() : savedPort.orElse(0);
        return deploy(options, port)
                .exceptionallyCompose(trouble -> {
                    boolean taken = Async.failureOf(trouble).kind() == FailureKind.IN_USE;
                    if (!taken || chosen || port == 0) {
                        return CompletableFuture.failedFuture(Async.unwrap(trouble));
                    }
                    environment
                            .journal()
                            .warn("port " + port + " is taken; another one is used now");
                    return deploy(options, 0);
                });
    }

    private CompletableFuture<Network> deploy(NodeOptions options, int port) {
        NetworkVerticle verticle =
                new NetworkVerticle(
                        settings(options, port),
                        peerKey,
                        environment.random(),
                        environment.strand(),
                        environment.journal());
        CompletableFuture<Network> started = new CompletableFuture<>();
        vertx.deployVerticle(verticle)
                .onComplete(deployed -> {
                    Throwable trouble = deployed.cause();
                    environment
                            .strand()
                            .execute(() -> {
                                if (trouble != null) {
                                    started.completeExceptionally(trouble);
                                } else {
                                    started.complete(verticle.handle().resultNow());
                                }
                            });
                });
        return started;
    }

    private NetworkSettings settings(NodeOptions options, int port) {
        boolean listens = options.mode() != NodeMode.EMBEDDED;
        Optional<Multiaddr> listen =
                listens ? Optional.of(Multiaddr.tcp(options.bind(), port)) : Optional.empty();
        return new NetworkSettings(
                swarm(options), options.rates(), DhtConfig.standard(), listen, options.bootstrap());
    }

    private SwarmConfig swarm(NodeOptions options) {
        SwarmConfig usual =
                SwarmConfig.of(Version.AGENT, InterfaceAddresses::current, environment.clock());
        ConnectionOptions wanted = options.connections();
        AddressLimits strangers =
                new AddressLimits(
                        wanted.perAddressCount(),
                        wanted.handshakesPerAddress(),
                        wanted.perAddressRate());
        return usual.with(
                        usual.connections()
                                .withCounts(wanted.count(), wanted.handshakeCount(), strangers))
                .with(usual.streams().cappedTo(options.rates()));
    }

    /** Ends every connection and the event loop; completes on a thread of Vert.x. */
    CompletableFuture<Void> close() {
        return vertx.close().toCompletionStage().toCompletableFuture().thenApply(closed -> null);
    }
}
