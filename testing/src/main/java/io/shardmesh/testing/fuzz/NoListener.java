package io.shardmesh.testing.fuzz;

import io.shardmesh.libp2p.yamux.YamuxListener;
import java.nio.ByteBuffer;

/** Hears nothing. */
final class NoListener implements YamuxListener {
    @Override
    public void opened(int stream) {}

    @Override
    public void data(int stream, ByteBuffer data) {}

    @Override
    public void remoteClosed(int stream) {}

    @Override
    public void reset(int stream) {}

    @Override
    public void writable(int stream) {}

    @Override
    public void pong(int value) {}

    @Override
    public void goAway(int code) {}

    @Override
    public void failed(String why) {}
}
