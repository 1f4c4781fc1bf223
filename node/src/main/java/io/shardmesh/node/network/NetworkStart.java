package io.shardmesh.node.network;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.Dht;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import io.shardmesh.libp2p.transport.TransportException;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Journal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Puts a network together over any transport: sockets in a verticle, memory in the simulator. */
public final class NetworkStart {
    private NetworkStart() {}

    /**
     * The two strands that meet in a network; they may be the same.
     *
     * @param network owns the swarm
     * @param node owns whoever uses the handle
     * @param wallClock for times that people read
     */
    public record Strands(Scheduler network, Scheduler node, InstantSource wallClock) {}

    /**
     * Starts to listen and to join. To be called on the network's strand; completes there.
     *
     * @return fails with {@code IN_USE} when the port is taken, {@code UNREACHABLE} when the
     *     address cannot be listened on
     */
    public static CompletableFuture<NetworkHandle> run(
            NetworkSettings settings,
            SigningKey identity,
            Transport transport,
            Strands strands,
            RandomSource random,
            Journal journal) {
        Swarm swarm =
                Swarm.create(settings.swarm(), identity, transport, strands.network(), random);
        Dht dht = Dht.create(settings.dht(), swarm.self(), random, strands.wallClock());
        DhtDriver driver = new DhtDriver(dht, swarm, strands.network(), random, journal);
        NetworkActor actor =
                new NetworkActor(swarm, driver, strands.network(), strands.node(), journal);
        return listen(swarm, settings.listen())
                .thenApply(bound -> {
                    actor.start(settings.bootstrap());
                    return new NetworkHandle(
                            actor, swarm.self(), strands.network(), strands.node());
                });
    }

    private static CompletableFuture<Void> listen(Swarm swarm, Optional<Multiaddr> address) {
        if (address.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return swarm.listen(address.get())
                .handle((bound, trouble) -> {
                    if (trouble != null) {
                        throw failure(address.get(), Async.unwrap(trouble)).exception();
                    }
                    return null;
                });
    }

    private static Failure failure(Multiaddr address, Throwable trouble) {
        boolean taken = trouble instanceof TransportException known && known.isAddressInUse();
        String cause =
                trouble instanceof TransportException known
                        ? known.reason()
                        : String.valueOf(trouble.getMessage());
        return new Failure(
                taken ? FailureKind.IN_USE : FailureKind.UNREACHABLE,
                "listen on",
                address.toString(),
                cause);
    }
}
