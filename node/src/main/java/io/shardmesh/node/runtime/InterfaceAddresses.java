package io.shardmesh.node.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;

/** The machine's own IP addresses, which stand for 0.0.0.0 and :: towards others. */
final class InterfaceAddresses {
    private InterfaceAddresses() {}

    static List<String> list() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (IOException unknown) {
            return List.of();
        }
    }
}
