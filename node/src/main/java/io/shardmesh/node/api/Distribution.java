package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;

/**
 * Where the parts of an object lie now.
 *
 * @param objectKey of the object
 * @param durability what those that are alive and complete amount to
 * @param placements one for each claim known, by index, then by peer
 */
public record Distribution(Digest objectKey, Durability durability, List<Placement> placements) {
    /** Takes a copy of the list. */
    public Distribution {
        placements = List.copyOf(placements);
    }

    /**
     * One part at one holder.
     *
     * @param index of the shard; of an inline object, the number of the copy
     * @param peer its holder
     * @param machine the holder's label
     * @param alive whether the holder answered just now
     * @param complete whether it says that it has all of the shard; false when it did not answer
     */
    public record Placement(
            int index, PeerId peer, String machine, boolean alive, boolean complete) {}
}
