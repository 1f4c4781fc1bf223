package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;

/**
 * What reading all of an object has shown.
 *
 * @param objectKey the object
 * @param durability by intact shards alone
 * @param shards each shard at each holder that answered, by index and peer
 * @param readBytes of blocks
 */
public record VerifyOutcome(
        Digest objectKey, Durability durability, List<Shard> shards, long readBytes) {
    /** Copies the list. */
    public VerifyOutcome {
        shards = List.copyOf(shards);
    }

    /** True when every part is intact somewhere. */
    public boolean whole() {
        return durability.completeCount() >= durability.wantedCount()
                && shards.stream().allMatch(shard -> shard.state() == State.INTACT);
    }

    /** A shard, or copy, at one holder. */
    public record Shard(int index, PeerId peer, String machine, State state, String cause) {}

    /** What was found. */
    public enum State {
        /** Every byte is as the manifest says. */
        INTACT,
        /** A byte is not, or cannot be read. */
        DAMAGED,
        /** The holder broke off. */
        UNREACHABLE
    }
}
