package io.shardmesh.node.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the node says about itself. Threading as in {@link Node}. */
public interface NodeState {
    /** Returns how it is. */
    CompletableFuture<NodeStatus> status();

    /** Returns what it keeps and has moved. */
    CompletableFuture<NodeStats> stats();

    /** Returns the peers it knows, members first, each group by peer id; at most 10,000. */
    CompletableFuture<List<PeerInfo>> peers();
}
