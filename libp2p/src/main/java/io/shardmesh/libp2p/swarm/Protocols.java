package io.shardmesh.libp2p.swarm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The protocols that inbound streams may use. */
final class Protocols {

    private record Served(StreamAcceptor acceptor, int inboundCount) {}

    private final Map<String, Served> served = new LinkedHashMap<>();

    /** Serves the protocol with at most so many inbound streams on one connection. */
    void serve(String protocol, StreamAcceptor acceptor, int inboundCount) {
        served.put(protocol, new Served(acceptor, inboundCount));
    }

    void refuse(String protocol) {
        served.remove(protocol);
    }

    boolean supports(String protocol) {
        return served.containsKey(protocol);
    }

    /**
     * Who takes one more stream when the connection has so many of the protocol, this one counted.
     */
    Optional<StreamAcceptor> admit(String protocol, long openCount) {
        return Optional.ofNullable(served.get(protocol))
                .filter(found -> openCount <= found.inboundCount())
                .map(Served::acceptor);
    }

    /** All ids, in the order in which they were first served. */
    List<String> ids() {
        return List.copyOf(served.keySet());
    }
}
