package io.shardmesh.testing.interop;

import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Sends back what comes, as fast as it is taken. */
final class Echo implements StreamHandler {
    static final String PROTOCOL = "/interop/echo/1";

    private int owedBytes;

    @Override
    public void opened(Stream stream) {}

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        owedBytes += bytes.remaining();
        stream.write(bytes);
        giveBack(stream);
    }

    @Override
    public void drained(Stream stream) {
        giveBack(stream);
    }

    @Override
    public void remoteClosed(Stream stream) {
        stream.closeWrite();
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {}

    private void giveBack(Stream stream) {
        if (stream.unsentBytes() == 0) {
            stream.consumed(owedBytes);
            owedBytes = 0;
        }
    }
}
