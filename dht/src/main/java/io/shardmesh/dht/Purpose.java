package io.shardmesh.dht;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.MessageType;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Why a lookup runs, which decides what is asked and how it ends. */
sealed interface Purpose {
    /** The owner wants to reach a peer. */
    record Reach(long id, PeerId wanted) implements Purpose {}

    /** The owner wants the nearest peers. */
    record Nearest(long id) implements Purpose {}

    /** The owner wants to know who has a content. */
    record Providers(long id) implements Purpose {}

    /** The owner wants the record under a key. */
    record Value(long id, Key key) implements Purpose {}

    /** The owner wants a record kept by the nearest peers. */
    record Store(long id, DhtRecord record) implements Purpose {}

    /** Our table wants to meet peers; nobody waits for the result. */
    record Upkeep() implements Purpose {}

    /** We say what we have to the peers around a key. */
    record Announce(Key key) implements Purpose {}

    /** The owner's number, when the owner waits for it. */
    default OptionalLong lookupId() {
        return switch (this) {
            case Reach reach -> OptionalLong.of(reach.id());
            case Nearest nearest -> OptionalLong.of(nearest.id());
            case Providers providers -> OptionalLong.of(providers.id());
            case Value value -> OptionalLong.of(value.id());
            case Store store -> OptionalLong.of(store.id());
            case Upkeep _, Announce _ -> OptionalLong.empty();
        };
    }

    /** What everybody on the way is asked. */
    default MessageType type() {
        return switch (this) {
            case Providers _ -> MessageType.GET_PROVIDERS;
            case Value _ -> MessageType.GET_VALUE;
            case Reach _, Nearest _, Store _, Upkeep _, Announce _ -> MessageType.FIND_NODE;
        };
    }

    /** The message that asks so. */
    default ByteBuffer request(Key key) {
        return switch (this) {
            case Providers _ -> DhtCodec.getProviders(key);
            case Value _ -> DhtCodec.getValue(key);
            case Reach _, Nearest _, Store _, Upkeep _, Announce _ -> DhtCodec.findNode(key);
        };
    }
}
