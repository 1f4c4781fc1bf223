package io.shardmesh.dht.contact;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;

/**
 * A place in the 256-bit space of the DHT. A peer lies at SHA-256 of its id's multihash, not of its
 * text and not of its public key (libp2p specs, kad-dht). Immutable; equal by value.
 *
 * @param first the 64 most significant bits
 * @param second the next 64 bits
 * @param third the next 64 bits
 * @param fourth the 64 least significant bits
 */
public record Position(long first, long second, long third, long fourth) {
    /** Bits of a position. */
    public static final int BITS = 256;

    /** Where {@code peer} lies. */
    public static Position of(PeerId peer) {
        return Key.of(peer).position();
    }

    /** The place that {@code digest} names as it stands, without hashing it again. */
    public static Position ofDigest(Digest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.bytes());
        return new Position(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** How far {@code other} is; the same in both directions. */
    public Distance to(Position other) {
        return new Distance(
                first ^ other.first,
                second ^ other.second,
                third ^ other.third,
                fourth ^ other.fourth);
    }
}
