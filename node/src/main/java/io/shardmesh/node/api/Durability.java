package io.shardmesh.node.api;

import io.shardmesh.erasure.Scheme;

/**
 * What an object can lose and still be there.
 *
 * @param scheme how it was split; for an inline object, the scheme that sets the number of copies
 * @param inline whether whole copies are kept (at most m+1 of them) instead of shards
 * @param completeCount complete shards, or whole copies of an inline object
 * @param machineCount distinct machines on which those lie
 * @param survivesMachineCount how many of those machines, whichever they are, may be lost
 */
public record Durability(
        Scheme scheme,
        boolean inline,
        int completeCount,
        int machineCount,
        int survivesMachineCount) {
    /** Returns how many shards or copies were aimed at. */
    public int wantedCount() {
        return inline ? scheme.parity() + 1 : scheme.total();
    }

    /** Returns how many of them give the content back. */
    public int neededCount() {
        return inline ? 1 : scheme.data();
    }

    /** Says whether shards or copies are still missing. */
    public boolean degraded() {
        return completeCount < wantedCount();
    }
}
