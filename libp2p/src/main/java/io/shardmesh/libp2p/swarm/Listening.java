package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.Listener;
import io.shardmesh.libp2p.transport.Transport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The places where this swarm takes connections, and how others find them. */
final class Listening {

    private static final String ANY_IP4 = "0.0.0.0";
    private static final Set<String> ANY_IP6 = Set.of("::", "0:0:0:0:0:0:0:0");

    private final Transport transport;
    private final Supplier<List<String>> interfaceAddresses;
    private final List<Listener> listeners = new ArrayList<>();
    private boolean closed;

    Listening(Transport transport, Supplier<List<String>> interfaceAddresses) {
        this.transport = transport;
        this.interfaceAddresses = interfaceAddresses;
    }

    CompletableFuture<Multiaddr> listen(Multiaddr address, Consumer<Connection> accept) {
        CompletableFuture<Multiaddr> bound = new CompletableFuture<>();
        Outcomes.when(
                transport.listen(address, accept),
                listener -> opened(listener, bound),
                bound::completeExceptionally);
        return bound;
    }

    private void opened(Listener listener, CompletableFuture<Multiaddr> bound) {
        if (!closed) {
            listeners.add(listener);
            bound.complete(listener.address());
            return;
        }
        SwarmException why = new SwarmException(SwarmException.Kind.CLOSED, "swarm is closed");
        Outcomes.when(
                listener.close(),
                ignored -> bound.completeExceptionally(why),
                bound::completeExceptionally);
    }

    /** The bound addresses, each interface's own in place of one that means all of them. */
    List<Multiaddr> addresses() {
        Set<Multiaddr> addresses = new LinkedHashSet<>();
        for (Listener listener : listeners) {
            Multiaddr bound = listener.address();
            String host = bound.host().orElse("");
            boolean ip6 = ANY_IP6.contains(host);
            if (ip6 || host.equals(ANY_IP4)) {
                int port = bound.tcpPort().orElse(0);
                interfaceAddresses.get().stream()
                        .filter(ip -> ip.contains(":") == ip6)
                        .map(ip -> Multiaddr.tcp(ip, port))
                        .forEach(addresses::add);
            } else {
                addresses.add(bound);
            }
        }
        return List.copyOf(addresses);
    }

    CompletableFuture<Void> close() {
        closed = true;
        CompletableFuture<?>[] closing =
                listeners.stream().map(Listener::close).toArray(CompletableFuture<?>[]::new);
        listeners.clear();
        return CompletableFuture.allOf(closing);
    }
}
