package io.shardmesh.node.holder;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.ChunkPath;
import io.shardmesh.node.record.Bytes;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/**
 * Which chunks of a shard a nonce picks: both ends of an audit come to the same (design §5 Audit).
 * Number i is the first eight bytes of BLAKE3(nonce, i) modulo the number of chunks; the same one
 * may be picked twice, so each pick finds a loss of one part in n with chance 1/n.
 */
public final class ChunkChoice {
    /** Chunks of one challenge: 66 find a loss of a tenth with 99.9 %. */
    public static final int MAX_COUNT = 256;

    private ChunkChoice() {}

    /** The chunks, in the order in which they are shown. */
    public static LongStream of(Bytes nonce, long shardBytes, int count) {
        long chunks = Math.max(1, Math.ceilDiv(shardBytes, (long) ChunkPath.CHUNK_BYTES));
        byte[] seed = nonce.toArray();
        return LongStream.range(0, count).map(i -> Long.remainderUnsigned(draw(seed, i), chunks));
    }

    private static long draw(byte[] seed, long number) {
        byte[] input =
                ByteBuffer.allocate(seed.length + Long.BYTES).put(seed).putLong(number).array();
        return ByteBuffer.wrap(Blake3.hash(input).bytes()).getLong();
    }
}
