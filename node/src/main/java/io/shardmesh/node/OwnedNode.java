package io.shardmesh.node;

import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.Recovery;
import java.util.concurrent.CompletableFuture;

/**
 * A node together with what it holds of its home. It has ended only when that is given back, so
 * that whoever waits for the end can start the next node at once.
 *
 * @param node does the work
 * @param atClose what is done before the node begins to end
 * @param ended completes after the node's own end and what follows from it
 */
record OwnedNode(Node node, Runnable atClose, CompletableFuture<Void> ended) implements Node {
    /** The same node, which gives something more back at its end. */
    static Node of(Node node, Runnable atClose, Runnable giveBack) {
        return new OwnedNode(
                node, atClose, node.ended().whenComplete((done, trouble) -> giveBack.run()));
    }

    @Override
    public ObjectStore objects() {
        return node.objects();
    }

    @Override
    public ObjectCare care() {
        return node.care();
    }

    @Override
    public Catalog catalog() {
        return node.catalog();
    }

    @Override
    public Mesh mesh() {
        return node.mesh();
    }

    @Override
    public Recovery recovery() {
        return node.recovery();
    }

    @Override
    public NodeState state() {
        return node.state();
    }

    @Override
    public void close() {
        atClose.run();
        node.close();
    }
}
