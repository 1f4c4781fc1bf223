package io.shardmesh.libp2p.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InterfaceAddressesTest {

    @Test
    void current_everyAddress_fitsIntoAMultiaddrAndLoopbackIsThere() {
        List<String> addresses = InterfaceAddresses.current();
        assertTrue(addresses.contains("127.0.0.1"), addresses.toString());
        for (String address : addresses) {
            assertFalse(address.startsWith("fe80"), address);
            assertTrue(Multiaddr.tcp(address, 1).isPlainTcp());
        }
    }
}
