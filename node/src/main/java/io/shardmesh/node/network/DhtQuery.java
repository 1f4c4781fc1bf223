package io.shardmesh.node.network;

import io.shardmesh.dht.DhtEffect;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.FrameReader;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Our side of a stream of the DHT: writes, and waits for one message or for the other's end. */
final class DhtQuery implements StreamHandler {
    /** Hears how it ended; only the first report counts. */
    interface Ended {
        void as(long queryId, DhtEvent answer);
    }

    private final long id;
    private final List<ByteBuffer> frames;
    private final boolean wantsReply;
    private final Ended ended;
    private final FrameReader reader = FrameReader.create();
    private @Nullable Stream stream;
    private boolean cancelled;

    private DhtQuery(long id, List<ByteBuffer> frames, boolean wantsReply, Ended ended) {
        this.id = id;
        this.frames = frames;
        this.wantsReply = wantsReply;
        this.ended = ended;
    }

    static DhtQuery of(DhtEffect.SendRequest request, Ended ended) {
        return new DhtQuery(request.queryId(), List.of(request.frame()), true, ended);
    }

    static DhtQuery of(DhtEffect.Deliver delivery, Ended ended) {
        return new DhtQuery(delivery.queryId(), delivery.frames(), false, ended);
    }

    long id() {
        return id;
    }

    void cancel() {
        cancelled = true;
        if (stream != null) {
            stream.reset();
        }
    }

    void fail() {
        ended.as(id, new DhtEvent.RequestFailed(id));
    }

    @Override
    public void opened(Stream opened) {
        stream = opened;
        if (cancelled) {
            opened.reset();
            return;
        }
        frames.forEach(opened::write);
        opened.closeWrite();
    }

    @Override
    public void received(Stream from, ByteBuffer bytes) {
        int count = bytes.remaining();
        try {
            Optional<ByteBuffer> reply = reader.read(bytes);
            from.consumed(count);
            if (reply.isPresent()) {
                ended.as(id, new DhtEvent.ReplyReceived(id, reply.get()));
                from.reset();
            }
        } catch (MalformedException malformed) {
            from.reset();
            fail();
        }
    }

    @Override
    public void drained(Stream from) {}

    /** The end of their side, after all of ours was read, is all the answer to a delivery. */
    @Override
    public void remoteClosed(Stream from) {
        if (wantsReply) {
            fail();
        } else {
            ended.as(id, new DhtEvent.Delivered(id));
        }
    }

    @Override
    public void closed(Stream from, Optional<String> why) {
        if (why.isEmpty()) {
            remoteClosed(from);
        } else {
            fail();
        }
    }
}
