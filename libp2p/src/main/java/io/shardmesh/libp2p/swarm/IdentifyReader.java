package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.transport.Scheduler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes in what the other side says until it ends the stream; we say nothing. */
final class IdentifyReader implements StreamHandler {

    private final Function<Stream, Scheduler.Timer> limit;
    private final Consumer<ByteBuffer> heard;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Optional<Scheduler.Timer> timer = Optional.empty();

    /**
     * @param limit starts the time that all of it may take
     * @param heard gets all that was said; throws {@link MalformedException} when it is nonsense
     */
    IdentifyReader(Function<Stream, Scheduler.Timer> limit, Consumer<ByteBuffer> heard) {
        this.limit = limit;
        this.heard = heard;
    }

    @Override
    public void opened(Stream stream) {
        timer = Optional.of(limit.apply(stream));
        stream.closeWrite();
    }

    @Override
    public void received(Stream stream, ByteBuffer bytes) {
        int size = bytes.remaining();
        if (said.size() + size > IdentifyCodec.TOTAL_BYTES) {
            stream.reset();
            return;
        }
        byte[] part = new byte[size];
        bytes.get(part);
        said.writeBytes(part);
        stream.consumed(size);
    }

    @Override
    public void drained(Stream stream) {}

    @Override
    public void remoteClosed(Stream stream) {
        try {
            heard.accept(ByteBuffer.wrap(said.toByteArray()));
        } catch (MalformedException nonsense) {
            stream.reset();
        }
    }

    @Override
    public void closed(Stream stream, Optional<String> why) {
        timer.ifPresent(Scheduler.Timer::cancel);
    }
}
