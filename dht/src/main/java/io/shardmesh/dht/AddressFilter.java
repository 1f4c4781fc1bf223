package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.List;

/** Drops addresses that mean nothing outside one network, when the settings say so. */
final class AddressFilter {
    private static final int IP4_CODE = 4;
    private static final int IP6_CODE = 41;
    private static final int IP6_BYTES = 16;

    private final boolean keepPrivate;

    AddressFilter(boolean keepPrivate) {
        this.keepPrivate = keepPrivate;
    }

    Contact filter(Contact contact) {
        return new Contact(contact.peer(), filter(contact.addresses()));
    }

    List<Multiaddr> filter(List<Multiaddr> addresses) {
        return addresses.stream().filter(address -> keepPrivate || isPublic(address)).toList();
    }

    /** Decides by the first component; names count as public, since we do not resolve them here. */
    private static boolean isPublic(Multiaddr address) {
        byte[] bytes = address.bytes();
        return switch (bytes[0]) {
            case IP4_CODE -> isPublicIp4(bytes[1] & 0xff, bytes[2] & 0xff);
            case IP6_CODE -> isPublicIp6(bytes);
            default -> true;
        };
    }

    /** RFC 6890: this host, private, shared, loopback, link-local. */
    private static boolean isPublicIp4(int first, int second) {
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168;
            default -> true;
        };
    }

    /**
     * RFC 6890: unspecified and loopback (::, ::1), unique local (fc00::/7), link-local
     * (fe80::/10).
     */
    private static boolean isPublicIp6(byte[] bytes) {
        int first = bytes[1] & 0xff;
        if ((first & 0xfe) == 0xfc || (first == 0xfe && (bytes[2] & 0xc0) == 0x80)) {
            return false;
        }
        for (int index = 1; index < IP6_BYTES; index++) {
            if (bytes[index] != 0) {
                return true;
            }
        }
        return (bytes[IP6_BYTES] & 0xff) > 1;
    }
}
