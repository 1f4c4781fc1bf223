package io.shardmesh.node.control;

import io.shardmesh.node.api.Node;
import org.junit.jupiter.api.AfterEach;

/** The fake keeps the contract by itself, so a failure behind a socket is the socket's. */
final class MemoryNodeTest implements NodeContract {
    private final MemoryNode node = new MemoryNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public MemoryNode behind() {
        return node;
    }
}
