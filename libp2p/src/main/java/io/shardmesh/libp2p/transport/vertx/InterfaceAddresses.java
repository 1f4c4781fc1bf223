package io.shardmesh.libp2p.transport.vertx;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/** This machine's own IP addresses, which stand for 0.0.0.0 and :: when they are told to others. */
public final class InterfaceAddresses {

    private InterfaceAddresses() {}

    /**
     * The addresses of all interfaces that are up, as text without a zone, loopback last. IPv6
     * link-local ones are left out: they mean nothing without a zone, and a zone means nothing to
     * others. Asks the system, which takes microseconds; empty when it does not answer.
     */
    public static List<String> current() {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            List<InetAddress> found =
                    interfaces
                            .filter(InterfaceAddresses::isUp)
                            .flatMap(NetworkInterface::inetAddresses)
                            .filter(address -> !address.isLinkLocalAddress())
                            .toList();
            return Stream.concat(
                            found.stream().filter(address -> !address.isLoopbackAddress()),
                            found.stream().filter(InetAddress::isLoopbackAddress))
                    .map(InterfaceAddresses::text)
                    .toList();
        } catch (SocketException noAnswer) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface candidate) {
        try {
            return candidate.isUp();
        } catch (SocketException gone) {
            return false;
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
