package io.shardmesh.node.network;

import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a stream that this node opens: which connection will carry it is known only when
 * it is open, so the message stream is made then.
 */
final class Opening implements StreamHandler {
    private final Scheduler network;
    private final Scheduler node;
    private @Nullable SwarmMessageStream messages;

    Opening(Scheduler network, Scheduler node) {
        this.network = network;
        this.node = node;
    }

    /** The stream; there is one from {@link #opened} on. */
    SwarmMessageStream messages() {
        if (messages == null) {
            throw new IllegalStateException("the stream is not open");
        }
        return messages;
    }

    private StreamHandler handler() {
        return messages().handler();
    }

    @Override
    public void opened(Stream stream) {
        messages = new SwarmMessageStream(NetworkActor.link(stream.connection()), network, node);
        handler().opened(stream);
    }

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        handler().received(stream, bytes);
    }

    @Override
    public void drained(Stream stream) {
        handler().drained(stream);
    }

    @Override
    public void remoteClosed(Stream stream) {
        handler().remoteClosed(stream);
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {
        handler().closed(stream, why);
    }
}
