package io.shardmesh.libp2p.transport.vertx;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Listener;
import io.shardmesh.libp2p.transport.Transport;
import io.shardmesh.libp2p.transport.TransportException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * TCP over Vert.x. Dials ip4, ip6 and dns addresses; listens on ip4 and ip6. Nagle's algorithm is
 * off: yamux and Noise frames are written whole, and waiting would cost a round trip each.
 */
public final class VertxTransport implements Transport {

    /** A guard above the swarm's own time limit, so that an abandoned dial ends some day. */
    private static final int CONNECT_MILLIS = 30_000;

    /** Connections that the system may hold for us before we take them. */
    private static final int BACKLOG = 256;

    private final VertxScheduler scheduler;
    private final NetClient client;

    private VertxTransport(VertxScheduler scheduler) {
        this.scheduler = scheduler;
        NetClientOptions options =
                new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS);
        this.client = vertx().createNetClient(options);
    }

    /** A transport whose sockets live on the scheduler's event loop. */
    public static VertxTransport create(VertxScheduler scheduler) {
        return new VertxTransport(scheduler);
    }

    @Override
    public boolean supports(Multiaddr address) {
        return address.isPlainTcp();
    }

    @Override
    public CompletableFuture<Connection> dial(Multiaddr address) {
        CompletableFuture<Connection> dialled = new CompletableFuture<>();
        if (!supports(address)) {
            dialled.completeExceptionally(new TransportException("cannot dial " + address));
            return dialled;
        }
        SocketAddress target = socketAddress(address);
        // On the context, so that the socket's events come on it too.
        scheduler.execute(() ->
                settle(
                        client.connect(target),
                        socket -> connected(socket, address, dialled),
                        cause -> fail(dialled, "dial " + address, cause)));
        return dialled;
    }

    @Override
    public CompletableFuture<Listener> listen(Multiaddr address, Consumer<Connection> accept) {
        CompletableFuture<Listener> listening = new CompletableFuture<>();
        if (!supports(address) || address.isNamed()) {
            listening.completeExceptionally(new TransportException("cannot listen on " + address));
            return listening;
        }
        SocketAddress place = socketAddress(address);
        scheduler.execute(() -> {
            NetServer server = vertx().createNetServer(serverOptions());
            server.connectHandler(socket -> accept.accept(accepted(socket)));
            settle(
                    server.listen(place),
                    bound -> listening.complete(listener(bound, place)),
                    cause -> fail(listening, "listen on " + address, cause));
        });
        return listening;
    }

    private void connected(
            NetSocket socket, Multiaddr address, CompletableFuture<Connection> dialled) {
        SocketAddress local = socket.localAddress();
        VertxConnection connection =
                new VertxConnection(
                        scheduler,
                        (NetSocketInternal) socket,
                        address.withoutPeer(),
                        multiaddr(local));
        if (!dialled.complete(connection)) {
            connection.close();
        }
    }

    private VertxConnection accepted(NetSocket socket) {
        return new VertxConnection(
                scheduler,
                (NetSocketInternal) socket,
                multiaddr(socket.remoteAddress()),
                multiaddr(socket.localAddress()));
    }

    private static Listener listener(NetServer server, SocketAddress place) {
        Multiaddr bound = Multiaddr.tcp(place.hostAddress(), server.actualPort());
        return new VertxListener(server, bound);
    }

    private record VertxListener(NetServer server, Multiaddr address) implements Listener {

        @Override
        public CompletableFuture<Void> close() {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            server.close().onComplete(result -> closed.complete(null));
            return closed;
        }
    }

    private static NetServerOptions serverOptions() {
        return new NetServerOptions()
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(BACKLOG);
    }

    /** Vert.x completes on the context of the caller, which is the strand here. */
    private static <T> void settle(
            Future<T> future, Consumer<T> success, Consumer<Throwable> failure) {
        future.onComplete(success::accept, failure::accept);
    }

    private static void fail(CompletableFuture<?> future, String operation, Throwable cause) {
        future.completeExceptionally(new TransportException(operation, cause));
    }

    private static SocketAddress socketAddress(Multiaddr address) {
        return SocketAddress.inetSocketAddress(
                address.tcpPort().orElseThrow(), address.host().orElseThrow());
    }

    private static Multiaddr multiaddr(SocketAddress address) {
        String ip = address.hostAddress();
        int zone = ip.indexOf('%');
        return Multiaddr.tcp(zone < 0 ? ip : ip.substring(0, zone), address.port());
    }

    private Vertx vertx() {
        return scheduler.context().owner();
    }
}
