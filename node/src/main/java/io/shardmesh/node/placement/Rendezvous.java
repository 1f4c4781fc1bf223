package io.shardmesh.node.placement;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Weighted rendezvous hashing (Schindelhauer and Schomaker, "Weighted distributed hash tables",
 * 2005, the logarithmic method): the peer with the least {@code -ln(u) / weight} comes first, u in
 * (0, 1) from a hash of object and peer. A peer is first with a chance in proportion to its weight,
 * and one that comes or goes changes nothing in the order of the others.
 */
final class Rendezvous {
    private static final byte[] CONTEXT =
            "shardmesh/placement/1".getBytes(StandardCharsets.US_ASCII);

    /** A double holds 53 bits exactly. */
    private static final int DROPPED_BITS = 64 - 53;

    private static final double UNIT = 0x1p-53;

    private Rendezvous() {}

    /** The place of the candidate in the order for this object; the lowest is first. */
    static double distance(Digest objectKey, Candidate candidate) {
        return -StrictMath.log(uniform(objectKey, candidate.peer())) / candidate.freeBytes();
    }

    private static double uniform(Digest objectKey, PeerId peer) {
        byte[] id = peer.bytes();
        byte[] input =
                ByteBuffer.allocate(CONTEXT.length + Digest.SIZE_BYTES + id.length)
                        .put(CONTEXT)
                        .put(objectKey.bytes())
                        .put(id)
                        .array();
        long hash = ByteBuffer.wrap(Blake3.hash(input).bytes()).getLong();
        // The half keeps u off 0, whose logarithm is infinite.
        return ((hash >>> DROPPED_BITS) + 0.5) * UNIT;
    }
}
