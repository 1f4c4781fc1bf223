package io.shardmesh.node.network;

import io.shardmesh.dht.FrameReader;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The serving side of a stream of the DHT: any number of requests. */
final class DhtService implements StreamHandler {
    /** Replies that may wait for a peer that goes on asking: some dozens, more than any sends. */
    private static final long UNREAD_REPLY_BYTES = 256 * 1024;

    private final BiConsumer<Stream, ByteBuffer> answer;
    private final StrangerGuard guard;
    private final FrameReader reader = FrameReader.create();

    DhtService(BiConsumer<Stream, ByteBuffer> answer, StrangerGuard guard) {
        this.answer = answer;
        this.guard = guard;
    }

    @Override
    public void opened(Stream stream) {}

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                int before = bytes.remaining();
                Optional<ByteBuffer> request = reader.read(bytes);
                stream.consumed(before - bytes.remaining());
                request.ifPresent(message -> answer.accept(stream, message));
                if (stream.unsentBytes() > UNREAD_REPLY_BYTES) {
                    stream.reset();
                    return;
                }
            }
            guard.underWay(reader.isInsideMessage(), stream::reset);
        } catch (MalformedException malformed) {
            stream.reset();
        }
    }

    @Override
    public void drained(Stream stream) {}

    @Override
    public void remoteClosed(Stream stream) {
        stream.closeWrite();
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {
        guard.end();
    }
}
