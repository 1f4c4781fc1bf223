package io.shardmesh.testing.fuzz;

import static io.shardmesh.testing.fuzz.FuzzTarget.law;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Numbers, addresses, ids and keys. */
final class AddressTargets {
    private static final int KEY_SPLIT = 2;

    private AddressTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                target("varint", AddressTargets::varint),
                target("multiaddr", AddressTargets::multiaddr),
                target("multiaddr-text", AddressTargets::multiaddrText),
                target("peer-id", AddressTargets::peerId),
                target("peer-id-text", AddressTargets::peerIdText),
                target("public-key", AddressTargets::publicKey));
    }

    private static FuzzTarget target(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(MalformedException.class), decoder);
    }

    private static boolean varint(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        long value = Varint.read(in);
        byte[] encoded = Varint.encode(value);
        law(Arrays.equals(encoded, Arrays.copyOf(input, in.position())), "shortest form only");
        return true;
    }

    private static boolean multiaddr(byte[] input) {
        Multiaddr address = Multiaddr.decode(input);
        law(Multiaddr.decode(address.bytes()).equals(address), "bytes come back");
        law(Multiaddr.parse(address.toString()).equals(address), "text comes back");
        return true;
    }

    private static boolean multiaddrText(byte[] input) {
        Multiaddr address = Multiaddr.parse(text(input));
        law(Multiaddr.parse(address.toString()).equals(address), "text comes back");
        law(Multiaddr.decode(address.bytes()).equals(address), "bytes come back");
        return true;
    }

    private static boolean peerId(byte[] input) {
        PeerId peer = PeerId.ofMultihash(input);
        law(Arrays.equals(peer.bytes(), input), "bytes come back");
        law(PeerId.parse(peer.toString()).equals(peer), "text comes back");
        return true;
    }

    private static boolean peerIdText(byte[] input) {
        PeerId peer = PeerId.parse(text(input));
        law(PeerId.parse(peer.toString()).equals(peer), "text comes back");
        return true;
    }

    /** A key message, and behind its length a signature that is checked with it. */
    private static boolean publicKey(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        if (in.remaining() < KEY_SPLIT) {
            return false;
        }
        byte[] key = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
        in.get(key);
        byte[] signature = new byte[in.remaining()];
        in.get(signature);
        PeerId.ofPublicKeyMessage(key);
        PublicKeys.verify(key, new byte[] {1, 2, 3}, signature);
        return true;
    }

    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
