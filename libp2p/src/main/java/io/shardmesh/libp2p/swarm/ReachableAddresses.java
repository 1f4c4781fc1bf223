package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.List;

/** Sorts out what a peer says of its own addresses. */
final class ReachableAddresses {

    private ReachableAddresses() {}

    /**
     * Those that can lead to the peer from here. Port 0 and unspecified hosts lead nowhere, and
     * loopback leads to ourselves unless the peer is on this machine, as its connection shows.
     */
    static List<Multiaddr> of(List<Multiaddr> said, Multiaddr seenAt) {
        boolean near = isLoopback(seenAt);
        return said.stream()
                .filter(address -> address.tcpPort().orElse(1) != 0)
                .filter(address -> !isUnspecified(address))
                .filter(address -> near || !isLoopback(address))
                .limit(AddressBook.ADDRESS_COUNT)
                .toList();
    }

    private static boolean isLoopback(Multiaddr address) {
        String host = address.host().orElse("");
        return host.startsWith("127.") || host.equals("::1");
    }

    private static boolean isUnspecified(Multiaddr address) {
        String host = address.host().orElse("");
        return host.equals("0.0.0.0") || host.equals("::");
    }
}
