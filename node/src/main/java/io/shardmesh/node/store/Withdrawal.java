package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import java.nio.ByteBuffer;

/**
 * An entry of a pack that takes back all earlier entries about something. It is needed as long as a
 * pack is left that can have such an entry.
 */
public sealed interface Withdrawal {
    /** An inline copy was removed. */
    record OfShard(ShardName name, long lastPack, ShardLocation.InPack at) implements Withdrawal {
        @Override
        public byte[] subject() {
            return ByteBuffer.allocate(Digest.SIZE_BYTES + 1)
                    .put(name.objectKey().bytes())
                    .put((byte) name.index())
                    .array();
        }
    }

    /** The tombstone of an owner for an object was forgotten. */
    record OfTombstone(Digest objectKey, VerifyingKey owner, long lastPack, ShardLocation.InPack at)
            implements Withdrawal {
        @Override
        public byte[] subject() {
            return ByteBuffer.allocate(2 * Digest.SIZE_BYTES)
                    .put(objectKey.bytes())
                    .put(owner.bytes())
                    .array();
        }
    }

    /** What is taken back, in the bytes of the pack entry: 33 for a shard, 64 for a tombstone. */
    byte[] subject();

    /** No pack with a higher number has an entry that this one takes back. */
    long lastPack();

    /** Where the entry lies. */
    ShardLocation.InPack at();
}
