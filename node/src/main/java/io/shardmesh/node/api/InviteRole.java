package io.shardmesh.node.api;

/** What an invite admits to. */
public enum InviteRole {
    /** May put and get, and keeps shards of others. */
    HOLD,
    /** May put and get. */
    CLIENT
}
