package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import java.util.List;

/** Where the sealed bytes of an object are: on shards, or in the manifest itself. */
public sealed interface ObjectContent {
    /**
     * The object is cut into shards.
     *
     * @param keys BLAKE3 of each shard, by index
     */
    record Shards(List<Digest> keys) implements ObjectContent {
        /** Copies the list. */
        public Shards {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The object is so small that the manifest holds it whole.
     *
     * @param sealed all sealed bytes: one segment
     */
    record Inline(Bytes sealed) implements ObjectContent {}
}
