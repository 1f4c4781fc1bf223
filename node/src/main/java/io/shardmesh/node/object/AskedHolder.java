package io.shardmesh.node.object;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A member that has said how much room it has, and waits to be told what to keep. */
interface AskedHolder {
    PeerId holder();

    /** What it said it could take. */
    long freeBytes();

    boolean live();

    /** Why it is of no use any more; empty while it is. */
    Optional<Failure> trouble();

    /** Says that this put wants no more of it; completes when that was sent. */
    CompletableFuture<Void> abort();
}
