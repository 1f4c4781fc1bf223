package io.shardmesh.node.network;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Who has which object, by the DHT's provider records. A key of the DHT is a hash of the object
 * key, so those who keep the records do not learn the key itself. May be called from any thread;
 * callbacks come on the node's strand.
 */
public interface ContentRouting {
    /** This node keeps parts of these objects: each is announced while announcing is on. */
    void added(List<Digest> objectKeys);

    /** Whether to announce; at the start it is off. */
    void announcing(boolean on);

    /**
     * Asks who has announced the object. {@code found} hears of each peer, possibly more than once,
     * as soon as it is named; where it was last is remembered for {@link Network#open}.
     */
    Search find(Digest objectKey, Consumer<PeerId> found);

    /** A search that goes on. */
    interface Search {
        /** Completes when nobody is left to ask or the search was ended; never fails. */
        CompletableFuture<Void> done();

        /** Stops asking; repeatable. */
        void end();
    }
}
