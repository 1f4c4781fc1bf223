package io.shardmesh.node.holder;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import java.util.HashMap;
import java.util.Map;

/** Which lost shards are being brought by whom: one at a time takes each (design §5 Repair). */
final class Fillings {
    private final Map<ShardName, PeerId> under = new HashMap<>();

    /**
     * Notes who brings a shard.
     *
     * @throws FailureException of kind BUSY, naming who does already
     */
    void enter(ShardName name, PeerId by) {
        PeerId before = under.putIfAbsent(name, by);
        if (before != null) {
            throw Refusals.failure(FailureKind.BUSY, "it is being filled by peer " + before)
                    .exception();
        }
    }

    void leave(ShardName name) {
        under.remove(name);
    }
}
