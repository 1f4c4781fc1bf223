package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.Arrays;
import java.util.HexFormat;

/** The part of an address that its user cannot change at will; limits are kept by it. */
final class AddressGroup {
    private static final int IP6_CODE = 0x29;
    private static final int IP6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private AddressGroup() {}

    /** An IPv4 address, the upper half of an IPv6 address, or the name that was dialled. */
    static String of(Multiaddr address) {
        byte[] bytes = address.bytes();
        if (bytes.length > IP6_BYTES && bytes[0] == IP6_CODE) {
            byte[] network = Arrays.copyOfRange(bytes, 1, 1 + NETWORK_BYTES);
            return HexFormat.of().formatHex(network) + "/64";
        }
        return address.host().orElse("");
    }
}
