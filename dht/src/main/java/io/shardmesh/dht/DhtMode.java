package io.shardmesh.dht;

/** Whether we answer others. */
public enum DhtMode {
    /**
     * Asks only: does not serve the protocol, so nobody takes it into a table. So is everyone at
     * the start, and for good who listens nowhere.
     */
    CLIENT,
    /** Asks and answers: another peer has reached it at an address that it tells others. */
    SERVER
}
