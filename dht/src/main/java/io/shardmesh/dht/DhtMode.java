package io.shardmesh.dht;

/** Whether we answer others. */
public enum DhtMode {
    /** Asks only: does not serve the protocol, so nobody takes it into a table. */
    CLIENT,
    /** Asks and answers. */
    SERVER
}
