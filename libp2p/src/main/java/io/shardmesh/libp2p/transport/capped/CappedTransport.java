package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Listener;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Another transport, all of whose connections together keep to a rate in each direction. */
public final class CappedTransport implements Transport {
    private final Transport network;
    private final Optional<SendCap> up;
    private final Optional<ReceiveCap> down;

    private CappedTransport(Transport network, Optional<SendCap> up, Optional<ReceiveCap> down) {
        this.network = network;
        this.up = up;
        this.down = down;
    }

    /** Caps the transport; without a rate it is returned as it is and costs nothing more. */
    public static Transport of(ByteRates rates, Transport network, Scheduler scheduler) {
        Optional<SendCap> up =
                rates.upPerSecond().stream()
                        .mapToObj(rate -> new SendCap(rate, scheduler))
                        .findFirst();
        Optional<ReceiveCap> down =
                rates.downPerSecond().stream()
                        .mapToObj(rate -> new ReceiveCap(rate, scheduler))
                        .findFirst();
        return up.isEmpty() && down.isEmpty() ? network : new CappedTransport(network, up, down);
    }

    @Override
    public boolean supports(Multiaddr address) {
        return network.supports(address);
    }

    @Override
    public CompletableFuture<Connection> dial(Multiaddr address) {
        CompletableFuture<Connection> dialled = new CompletableFuture<>();
        var _ =
                network.dial(address)
                        .whenComplete((connection, trouble) -> {
                            if (trouble != null) {
                                dialled.completeExceptionally(trouble);
                            } else if (!dialled.complete(capped(connection))) {
                                connection.close();
                            }
                        });
        return dialled;
    }

    @Override
    public CompletableFuture<Listener> listen(Multiaddr address, Consumer<Connection> accept) {
        return network.listen(address, connection -> accept.accept(capped(connection)));
    }

    private Connection capped(Connection connection) {
        Connection received =
                down.<Connection>map(cap -> new ReceiveCappedConnection(connection, cap))
                        .orElse(connection);
        return up.<Connection>map(cap -> new SendCappedConnection(received, cap)).orElse(received);
    }
}
