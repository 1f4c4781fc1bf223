package io.shardmesh.libp2p.swarm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what happens on a stream; consumes what comes unless told not to. */
class RecordingHandler implements StreamHandler {

    final List<String> events = new ArrayList<>();
    final ByteArrayOutputStream data = new ByteArrayOutputStream();
    boolean consuming = true;
    Optional<Stream> stream = Optional.empty();

    @Override
    public void opened(Stream opened) {
        events.add("opened " + opened.protocol());
        stream = Optional.of(opened);
    }

    @Override
    public void received(Stream from, ByteBuffer bytes) {
        byte[] part = new byte[bytes.remaining()];
        bytes.get(part);
        data.writeBytes(part);
        if (consuming) {
            from.consumed(part.length);
        }
    }

    @Override
    public void drained(Stream from) {
        events.add("drained");
    }

    @Override
    public void remoteClosed(Stream from) {
        events.add("remoteClosed");
    }

    @Override
    public void closed(Stream from, Optional<String> why) {
        events.add("closed " + why.orElse("in order"));
    }

    String text() {
        return data.toString(StandardCharsets.UTF_8);
    }

    Stream theStream() {
        return stream.orElseThrow();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
