package io.shardmesh.node.object;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The k+m blocks that were encoded together.
 *
 * @param index counts the stripes of the object
 * @param blocks by shard index, all of one length; read-only by agreement
 */
record SealedStripe(long index, List<ByteBuffer> blocks) {
    SealedStripe {
        blocks = List.copyOf(blocks);
    }

    ByteBuffer block(int index) {
        return blocks.get(index).duplicate();
    }
}
