package io.shardmesh.dht.wire;

import io.shardmesh.dht.contact.Key;
import java.nio.ByteBuffer;

/**
 * A request that came from a peer. Requests about records and providers get cases of their own when
 * they are served; until then they are {@link Unsupported}.
 */
public sealed interface DhtRequest {
    /** Wants the peers nearest to {@code key}. */
    record FindNode(Key key) implements DhtRequest {}

    /** Wants its own bytes back. */
    record Ping(ByteBuffer message) implements DhtRequest {}

    /** Well-formed, but nothing that we answer; {@code typeNumber} is that of the wire. */
    record Unsupported(int typeNumber) implements DhtRequest {}
}
