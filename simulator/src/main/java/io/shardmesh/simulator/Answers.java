package io.shardmesh.simulator;

/** How a holder treats those that ask it for blocks. Its claims stay good in every case. */
public enum Answers {
    /** As the program does. */
    HONEST,

    /** Every block has one bit inverted. */
    WRONG_BYTES,

    /** Nothing comes back, and the connection stays. */
    NOTHING,

    /** It says that it has the shard, and gives an empty block. */
    EMPTY
}
