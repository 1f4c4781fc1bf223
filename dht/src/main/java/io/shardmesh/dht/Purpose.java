package io.shardmesh.dht;

import io.shardmesh.libp2p.multiformats.PeerId;

/** Why a lookup runs, which decides how it ends. */
sealed interface Purpose {
    /** The owner wants to reach a peer. */
    record Reach(long lookupId, PeerId wanted) implements Purpose {}

    /** The owner wants the nearest peers. */
    record Nearest(long lookupId) implements Purpose {}

    /** Our table wants to meet peers; nobody waits for the result. */
    record Upkeep() implements Purpose {}
}
