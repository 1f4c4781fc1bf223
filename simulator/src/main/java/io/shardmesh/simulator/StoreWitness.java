package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.record.ShardName;

/** Sees what holders take into their stores and give up, at the moment when they do. */
public interface StoreWitness {
    /** Sees nothing. */
    StoreWitness NONE =
            new StoreWitness() {
                @Override
                public void committed(SimulatedNode node, ShardName name) {}

                @Override
                public void removing(SimulatedNode node, ShardName name, boolean ended) {}

                @Override
                public void burying(SimulatedNode node, Digest objectKey) {}

                @Override
                public void buried(SimulatedNode node, Digest objectKey) {}
            };

    /** From now on the shard, or copy, survives a power loss there. */
    void committed(SimulatedNode node, ShardName name);

    /**
     * The node is about to give it up, for whatever reason but a tombstone.
     *
     * @param ended its lease is over by a clock that is right
     */
    void removing(SimulatedNode node, ShardName name, boolean ended);

    /** The node is about to drop all that it has of the object, because of a tombstone. */
    void burying(SimulatedNode node, Digest objectKey);

    /** From now on the tombstone survives a power loss there. */
    void buried(SimulatedNode node, Digest objectKey);
}
