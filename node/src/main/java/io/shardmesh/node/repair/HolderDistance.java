package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The order in which holders of one object are responsible for it: by the XOR of sha2-256 of the
 * peer id's multihash and the digest in the object's provider key, unsigned, the lowest first
 * (design §5; the metric is Kademlia's, Maymounkov and Mazières 2002). Everybody comes to the same.
 */
final class HolderDistance implements Comparator<PeerId> {
    private static final byte[] CONTEXT = "shardmesh-object".getBytes(StandardCharsets.US_ASCII);

    private final byte[] target;

    HolderDistance(Digest objectKey) {
        this.target =
                Sha256.hash(
                                ByteBuffer.allocate(CONTEXT.length + Digest.SIZE_BYTES)
                                        .put(CONTEXT)
                                        .put(objectKey.bytes())
                                        .array())
                        .bytes();
    }

    @Override
    public int compare(PeerId one, PeerId other) {
        return Arrays.compareUnsigned(to(one), to(other));
    }

    private byte[] to(PeerId peer) {
        byte[] distance = Sha256.hash(peer.bytes()).bytes();
        for (int i = 0; i < distance.length; i++) {
            distance[i] ^= target[i];
        }
        return distance;
    }
}
