package io.shardmesh.node.api;

/** How closely a repair looks first. */
public enum RepairDepth {
    /** Believes what holders say that they have. */
    CLAIMS,
    /** Reads every block of it; damaged shards are named. */
    INTEGRITY,
    /** Reads every block, has holders drop damaged shards, and makes these again too. */
    FIX
}
