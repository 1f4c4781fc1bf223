package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import java.util.HashMap;
import java.util.Map;

/**
 * Which lost shards are being brought by whom: one at a time takes each, and no machine takes two
 * of one object (design §5 Repair).
 */
final class Fillings {
    private final Map<Digest, Filling> under = new HashMap<>();

    private record Filling(ShardName shard, PeerId by) {}

    /**
     * Notes who brings a shard.
     *
     * @throws FailureException of kind BUSY, naming who does already, or REFUSED when another shard
     *     of the object is on its way
     */
    void enter(ShardName name, PeerId by) {
        Filling before = under.putIfAbsent(name.objectKey(), new Filling(name, by));
        if (before == null) {
            return;
        }
        throw before.shard().equals(name)
                ? Refusals.failure(FailureKind.BUSY, "it is being filled by peer " + before.by())
                        .exception()
                : Refusals.crowded();
    }

    void leave(ShardName name) {
        under.remove(name.objectKey());
    }
}
