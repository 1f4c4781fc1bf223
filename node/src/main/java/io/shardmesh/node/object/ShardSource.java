package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.BlockPath;
import io.shardmesh.erasure.StripeLayout;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.ObjectKeyText;
import java.nio.ByteBuffer;

/**
 * One shard at one holder, with what is needed to check its blocks.
 *
 * @param objectKey the object
 * @param index which of its shards
 * @param shardKey the BLAKE3 of the shard, from the manifest
 * @param layout lengths of shard and blocks, from the manifest
 * @param holder who says that it holds the shard
 */
record ShardSource(
        Digest objectKey, int index, Digest shardKey, StripeLayout layout, PeerId holder) {

    /** Whether {@code block} with {@code path} is that block of the shard. */
    boolean verifies(long blockIndex, ByteBuffer block, byte[] path) {
        return BlockPath.verify(
                shardKey, layout.shardBytes(), layout.blockBytes(), blockIndex, block, path);
    }

    String objectText() {
        return ObjectKeyText.format(objectKey);
    }

    String describe() {
        return "shard " + index + " at holder " + holder;
    }
}
