package io.shardmesh.node.store;

import java.nio.ByteBuffer;

/** A block of a shard and its path in the BLAKE3 tree of that shard. */
public final class StoredBlock {
    private final ByteBuffer block;
    private final byte[] path;

    StoredBlock(ByteBuffer block, byte[] path) {
        this.block = block;
        this.path = path;
    }

    /** The bytes, from position to limit; handed over to the caller. */
    public ByteBuffer block() {
        return block;
    }

    /** The siblings from the block up, 32 bytes each, as {@code BlockPath.verify} takes them. */
    public byte[] path() {
        return path.clone();
    }
}
