package io.shardmesh.node.api;

import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Getting an owner's names back into a new home. Threading as in {@link Node}; a node behind a
 * control socket refuses: a service has no reading key, and follows other devices by itself.
 */
public interface Recovery {
    /**
     * Enters the mesh of whoever is at one of these addresses, as a client that its owner vouches
     * for by a certificate. In a mesh already it only completes.
     *
     * <p>Fails with {@link FailureKind#UNREACHABLE}, or {@link FailureKind#REFUSED} when the owner
     * of this home is not on the list there.
     */
    CompletableFuture<Void> enter(List<Multiaddr> contacts);

    /** Asks all holders for the owner's catalog, takes the newest, and fetches what is not here. */
    CompletableFuture<RecoveredCatalog> catalog();

    /**
     * Asks all holders what they have of the owner's, and enters each object that the catalog does
     * not know under the name in its sealed metadata. Slow: each object's records are transferred.
     *
     * @param reader opens the metadata; stays the caller's, needed until the future completes
     * @param progress hears how many objects were looked at, now and then, on the node's strand
     * @return how many names were entered
     */
    CompletableFuture<Integer> names(ReadingKey reader, IntConsumer progress);
}
