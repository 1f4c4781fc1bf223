package io.shardmesh.node.api;

import java.util.concurrent.CompletableFuture;

/**
 * A node, in this process or behind the control socket of a running service.
 *
 * <p>Threads: any thread may call any method. No method blocks, and none throws for anything but a
 * bug in the call; trouble is a {@link FailureException} in the future. Futures complete on a
 * thread of the node (in process: its one strand; through a service: the reader of the socket), so
 * what is chained to them without an executor must be short and must not block. A thread of the
 * caller's own may wait with {@code join}.
 */
public interface Node extends AutoCloseable {
    /** Files in and out. */
    ObjectStore objects();

    /** Checking, repairing and deleting what is stored. */
    ObjectCare care();

    /** The owner's names. */
    Catalog catalog();

    /** Membership. */
    Mesh mesh();

    /** Getting names back into a new home. */
    Recovery recovery();

    /** What the node says about itself. */
    NodeState state();

    /**
     * Completes when the node has ended, for whatever reason: normally after {@link #close}, with a
     * {@link Failure} when it died. Through a service: when the connection is gone.
     */
    CompletableFuture<Void> ended();

    /**
     * Begins to end the use of the node: operations under way are cancelled; an in-process node
     * stops and gives back its home, a service goes on without this client. Returns at once; wait
     * for {@link #ended}. May be called again.
     */
    @Override
    void close();
}
