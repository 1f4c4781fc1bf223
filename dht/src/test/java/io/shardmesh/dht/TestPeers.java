package io.shardmesh.dht;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Peers made from names, the same in every run. */
public final class TestPeers {
    /** Stands still. */
    public static final InstantSource WALL_CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000L));

    private TestPeers() {}

    /** A sha2-256 peer id; its key is nobody's. */
    public static PeerId id(String name) {
        byte[] digest = Sha256.hash(name.getBytes(StandardCharsets.UTF_8)).bytes();
        return PeerId.ofMultihash(
                ByteBuffer.allocate(34).put((byte) 0x12).put((byte) 32).put(digest).array());
    }

    /** A loopback address. */
    public static Multiaddr address(int port) {
        return Multiaddr.tcp("127.0.0.1", port);
    }

    /** A peer with one address that follows from its name. */
    public static Contact contact(String name) {
        return contact(id(name));
    }

    /** A peer with one address that follows from its id. */
    public static Contact contact(PeerId id) {
        return new Contact(id, List.of(address(1024 + Math.floorMod(id.hashCode(), 60_000))));
    }

    /**
     * The first {@code count} peers whose positions share exactly {@code bits} bits with self's.
     */
    public static List<Contact> inBucket(PeerId self, int bits, int count) {
        List<Contact> found = new ArrayList<>();
        for (int number = 0; found.size() < count; number++) {
            Contact contact = contact("bucket-" + bits + "-" + number);
            if (Position.of(self).to(Position.of(contact.peer())).sharedBits() == bits) {
                found.add(contact);
            }
        }
        return found;
    }

    /** Random bytes that a seed decides. */
    public static RandomSource random(RandomGenerator generator) {
        return generator::nextBytes;
    }
}
