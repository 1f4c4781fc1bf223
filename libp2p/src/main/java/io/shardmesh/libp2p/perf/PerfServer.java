package io.shardmesh.libp2p.perf;

import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads a number and throws the rest away; sends that many bytes once the other side has ended. */
final class PerfServer implements StreamHandler {
    private final ByteBuffer wanted = ByteBuffer.allocate(Long.BYTES);
    private Optional<Payload> answer = Optional.empty();

    @Override
    public void opened(Stream stream) {}

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        int size = bytes.remaining();
        while (wanted.hasRemaining() && bytes.hasRemaining()) {
            wanted.put(bytes.get());
        }
        stream.consumed(size);
    }

    @Override
    public void drained(Stream stream) {
        send(stream);
    }

    @Override
    public void remoteClosed(Stream stream) {
        if (wanted.hasRemaining()) {
            stream.reset();
            return;
        }
        answer = Optional.of(new Payload(wanted.flip().getLong()));
        send(stream);
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {}

    private void send(Stream stream) {
        if (answer.isPresent() && answer.get().sendTo(stream)) {
            stream.closeWrite();
        }
    }
}
