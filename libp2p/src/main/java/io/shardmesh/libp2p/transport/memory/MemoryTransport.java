package io.shardmesh.libp2p.transport.memory;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Listener;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.libp2p.transport.Transport;
import io.shardmesh.libp2p.transport.TransportException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One host of a {@link MemoryNetwork}: its ports and its way to the others. */
public final class MemoryTransport implements Transport {

    private static final int FIRST_LISTEN_PORT = 40_000;
    private static final int FIRST_DIAL_PORT = 50_000;
    private static final int HANDSHAKE_BYTES = 40;

    private final MemoryNetwork network;
    private final String host;
    private final Scheduler strand;
    private final Map<Integer, MemoryListener> listeners = new LinkedHashMap<>();
    private int nextListenPort = FIRST_LISTEN_PORT;
    private int nextDialPort = FIRST_DIAL_PORT;
    private boolean dead;

    MemoryTransport(MemoryNetwork network, String host, Scheduler strand) {
        this.network = network;
        this.host = host;
        this.strand = strand;
    }

    @Override
    public boolean supports(Multiaddr address) {
        return address.isPlainTcp();
    }

    @Override
    public CompletableFuture<Connection> dial(Multiaddr address) {
        CompletableFuture<Connection> dialled = new CompletableFuture<>();
        Optional<String> target = address.host();
        if (dead || !supports(address) || target.isEmpty()) {
            dialled.completeExceptionally(new TransportException("cannot dial " + address));
            return dialled;
        }
        int port = address.tcpPort().orElseThrow();
        cross(host, target.get(), () -> arrive(address, target.get(), port, dialled));
        return dialled;
    }

    @Override
    public CompletableFuture<Listener> listen(Multiaddr address, Consumer<Connection> accept) {
        int asked = supports(address) ? address.tcpPort().orElseThrow() : -1;
        int port = asked == 0 ? nextListenPort++ : asked;
        if (dead || asked < 0 || listeners.containsKey(port)) {
            return CompletableFuture.failedFuture(
                    new TransportException("cannot listen on " + address));
        }
        String prefix = address.withoutPeer().toString();
        Multiaddr bound = Multiaddr.parse(prefix.substring(0, prefix.lastIndexOf('/') + 1) + port);
        MemoryListener listener = new MemoryListener(bound, port, accept);
        listeners.put(port, listener);
        CompletableFuture<Listener> listening = new CompletableFuture<>();
        strand.execute(() -> listening.complete(listener));
        return listening;
    }

    String host() {
        return host;
    }

    Scheduler strand() {
        return strand;
    }

    boolean isDead() {
        return dead;
    }

    void die() {
        dead = true;
        listeners.clear();
    }

    private void arrive(
            Multiaddr address, String target, int port, CompletableFuture<Connection> dialled) {
        MemoryTransport there = network.host(target).orElse(null);
        MemoryListener listener = there == null ? null : there.listeners.get(port);
        if (there == null || listener == null) {
            cross(target, host, () -> refuse(address, dialled));
            return;
        }
        Multiaddr from = at(host, nextDialPort++);
        MemoryConnection here = new MemoryConnection(network, this, from, address.withoutPeer());
        MemoryConnection far = new MemoryConnection(network, there, at(target, port), from);
        here.join(far);
        there.strand.execute(() -> listener.accept.accept(far));
        cross(target, host, () -> complete(here, dialled));
    }

    private void refuse(Multiaddr address, CompletableFuture<Connection> dialled) {
        strand.execute(() ->
                dialled.completeExceptionally(
                        new TransportException("connection refused: " + address)));
    }

    private void complete(MemoryConnection here, CompletableFuture<Connection> dialled) {
        strand.execute(() -> {
            if (!dialled.complete(here)) {
                here.close();
            }
        });
    }

    private void cross(String from, String to, Runnable arrival) {
        network.travel(from, to, network.latencyOf(from, to, HANDSHAKE_BYTES), arrival);
    }

    private static Multiaddr at(String host, int port) {
        boolean ip6 = host.contains(":");
        boolean ip4 =
                !host.isEmpty() && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        String kind = ip6 ? "ip6" : ip4 ? "ip4" : "dns4";
        return Multiaddr.parse("/" + kind + "/" + host + "/tcp/" + port);
    }

    private final class MemoryListener implements Listener {

        private final Multiaddr address;
        private final int port;
        private final Consumer<Connection> accept;

        MemoryListener(Multiaddr address, int port, Consumer<Connection> accept) {
            this.address = address;
            this.port = port;
            this.accept = accept;
        }

        @Override
        public Multiaddr address() {
            return address;
        }

        @Override
        public CompletableFuture<Void> close() {
            listeners.remove(port, this);
            CompletableFuture<Void> closed = new CompletableFuture<>();
            strand.execute(() -> closed.complete(null));
            return closed;
        }
    }
}
