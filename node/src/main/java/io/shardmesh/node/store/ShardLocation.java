package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ShardRecord;

/** Where a shard or an inline copy lies. */
public sealed interface ShardLocation {
    /**
     * In files of its own, whose names follow from object key and index.
     *
     * @param shardBytes length of the shard
     * @param blockBytes the object's block size
     * @param shardKey BLAKE3 of the shard
     */
    record InFile(long shardBytes, int blockBytes, Digest shardKey) implements ShardLocation {}

    /**
     * In a pack.
     *
     * @param packNumber which pack
     * @param offset where its entry starts
     * @param entryBytes length of the whole entry
     */
    record InPack(long packNumber, long offset, int entryBytes) implements ShardLocation {}

    /** The place of a shard with this record, which must not be inline. */
    static InFile ofFile(ShardRecord record) {
        Manifest manifest = record.manifest().manifest();
        return new InFile(
                manifest.layout().shardBytes(),
                manifest.blockBytes(),
                manifest.shardKeys().get(record.index()));
    }
}
