package io.shardmesh.libp2p.yamux;

import io.shardmesh.libp2p.Buffers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down what it is told; data per stream is kept apart. */
final class RecordingListener implements YamuxListener {
    final List<String> events = new ArrayList<>();
    final Map<Integer, ByteArrayOutputStream> data = new TreeMap<>();

    @Override
    public void opened(int stream) {
        events.add("opened " + stream);
    }

    @Override
    public void data(int stream, ByteBuffer bytes) {
        data.computeIfAbsent(stream, _ -> new ByteArrayOutputStream())
                .writeBytes(Buffers.take(bytes));
    }

    @Override
    public void remoteClosed(int stream) {
        events.add("remoteClosed " + stream);
    }

    @Override
    public void reset(int stream) {
        events.add("reset " + stream);
    }

    @Override
    public void writable(int stream) {
        events.add("writable " + stream);
    }

    @Override
    public void pong(int value) {
        events.add("pong " + value);
    }

    @Override
    public void goAway(int code) {
        events.add("goAway " + code);
    }

    @Override
    public void failed(String why) {
        events.add("failed");
    }

    int received(int stream) {
        ByteArrayOutputStream bytes = data.get(stream);
        return bytes == null ? 0 : bytes.size();
    }

    /** The events since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
