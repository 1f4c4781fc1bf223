package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.negotiate.Negotiation;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One yamux stream: first the negotiation of its protocol, then its handler's. Bytes to send wait
 * here until yamux takes them.
 */
final class MuxedStream implements Stream {

    private final MuxedConnection connection;
    private final int id;
    private final boolean outbound;
    private final Negotiation negotiation;
    private final CompletableFuture<Stream> opening = new CompletableFuture<>();
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();
    private final Scheduler.Timer negotiationTimer;
    private @Nullable StreamHandler handler;
    private String protocol = "";
    private long unsentBytes;
    private long unconsumedBytes;
    private long activeNanos;
    private boolean opened;
    private boolean owesDrained;
    private boolean writeClosed;
    private boolean remoteClosed;
    private boolean closed;

    private MuxedStream(
            MuxedConnection connection,
            int id,
            Negotiation negotiation,
            @Nullable StreamHandler handler) {
        this.connection = connection;
        this.id = id;
        this.outbound = handler != null;
        this.negotiation = negotiation;
        this.handler = handler;
        this.negotiationTimer = connection.limitNegotiation(this::negotiationTimedOut);
        this.activeNanos = connection.nanoTime();
    }

    /** Our stream, which proposes protocols for the handler. */
    static MuxedStream outbound(
            MuxedConnection connection, int id, Negotiation proposals, StreamHandler handler) {
        return new MuxedStream(connection, id, proposals, handler);
    }

    /** The other side's stream, whose handler is found by the protocol that it proposes. */
    static MuxedStream inbound(MuxedConnection connection, int id, Negotiation answers) {
        return new MuxedStream(connection, id, answers, null);
    }

    void start() {
        enqueue(ByteBuffer.wrap(negotiation.start()));
    }

    CompletableFuture<Stream> opening() {
        return opening;
    }

    int id() {
        return id;
    }

    /** When the last byte came, or the last one of ours went out. */
    long activeNanos() {
        return activeNanos;
    }

    boolean isOutbound() {
        return outbound;
    }

    @Override
    public PeerConnection connection() {
        return connection;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (writeClosed) {
            throw new IllegalStateException("stream is closed for writing");
        }
        enqueue(bytes);
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public void consumed(int bytes) {
        if (bytes < 0 || bytes > unconsumedBytes) {
            throw new IllegalArgumentException(
                    "consumed " + bytes + " of " + unconsumedBytes + " bytes");
        }
        unconsumedBytes -= bytes;
        if (!closed) {
            connection.consumed(id, bytes);
        }
    }

    @Override
    public void closeWrite() {
        if (!writeClosed && !closed) {
            writeClosed = true;
            pump();
        }
    }

    @Override
    public void reset() {
        resetBecause("reset by us");
    }

    // --- from the connection

    void received(ByteBuffer bytes) {
        if (closed) {
            return;
        }
        activeNanos = connection.nanoTime();
        if (!opened) {
            negotiate(bytes);
        }
        StreamHandler to = handler;
        if (opened && !closed && to != null && bytes.hasRemaining()) {
            unconsumedBytes += bytes.remaining();
            guard(() -> to.received(this, bytes));
        }
    }

    void remoteClosed() {
        StreamHandler to = handler;
        if (closed) {
            return;
        }
        if (!opened || to == null) {
            resetBecause("closed by the peer before a protocol was agreed");
            return;
        }
        remoteClosed = true;
        guard(() -> to.remoteClosed(this));
        finishIfDone();
    }

    /** Hands to yamux what it takes. */
    void pump() {
        while (!closed && !queue.isEmpty()) {
            ByteBuffer head = queue.getFirst();
            int taken = connection.writeStream(id, head);
            unsentBytes -= taken;
            activeNanos = taken > 0 ? connection.nanoTime() : activeNanos;
            if (head.hasRemaining()) {
                return;
            }
            queue.removeFirst();
        }
        if (closed) {
            return;
        }
        if (writeClosed) {
            connection.closeStreamWrite(this);
        } else if (owesDrained) {
            owesDrained = false;
            connection.later(this::tellDrained);
        }
    }

    /** Ends it in order once both directions are over and our last byte went out. */
    void finishIfDone() {
        if (remoteClosed && !connection.isStreamOpen(id)) {
            end(SwarmException.Kind.CLOSED, Optional.empty());
        }
    }

    /** It is gone from yamux; tells its user. */
    void end(SwarmException.Kind kind, Optional<String> why) {
        if (closed) {
            return;
        }
        closed = true;
        negotiationTimer.cancel();
        queue.clear();
        unsentBytes = 0;
        connection.forget(this);
        StreamHandler to = handler;
        if (opened && to != null) {
            connection.later(() -> to.closed(this, why));
        } else {
            opening.completeExceptionally(
                    new SwarmException(kind, why.orElse("closed before a protocol was agreed")));
        }
    }

    // --- inside

    private void enqueue(ByteBuffer bytes) {
        if (closed || !bytes.hasRemaining()) {
            return;
        }
        unsentBytes += bytes.remaining();
        queue.add(bytes);
        if (queue.size() == 1) {
            pump();
        }
        owesDrained |= opened && unsentBytes > 0;
    }

    private void negotiate(ByteBuffer bytes) {
        int before = bytes.remaining();
        Negotiation.Step step = negotiation.receive(bytes);
        connection.consumed(id, before - bytes.remaining());
        switch (step) {
            case Negotiation.NeedMore(byte[] toSend) -> enqueue(ByteBuffer.wrap(toSend));
            case Negotiation.Agreed(String agreed, byte[] toSend) -> {
                enqueue(ByteBuffer.wrap(toSend));
                agreed(agreed);
            }
            case Negotiation.Refused _ ->
                    fail(SwarmException.Kind.PROTOCOL_REFUSED, "peer refused the protocol");
            case Negotiation.Failed(String why) -> fail(SwarmException.Kind.CLOSED, why);
        }
    }

    private void agreed(String agreed) {
        protocol = agreed;
        negotiationTimer.cancel();
        if (handler == null) {
            Optional<StreamAcceptor> acceptor = connection.admit(this);
            if (acceptor.isEmpty()) {
                resetBecause("too many streams of " + agreed);
                return;
            }
            guard(() -> handler = acceptor.get().accept(this));
        }
        StreamHandler to = handler;
        if (to == null || closed) {
            return;
        }
        opened = true;
        guard(() -> to.opened(this));
        opening.complete(this);
    }

    private void tellDrained() {
        if (!closed && unsentBytes == 0 && handler != null) {
            StreamHandler to = handler;
            guard(() -> to.drained(this));
        }
    }

    /** A handler that throws on what a stranger sent must not harm other streams. */
    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException thrown) {
            resetBecause("handler failed: " + thrown);
        }
    }

    private void negotiationTimedOut() {
        fail(SwarmException.Kind.TIMEOUT, "no protocol agreed in time");
    }

    private void resetBecause(String why) {
        fail(SwarmException.Kind.CLOSED, why);
    }

    private void fail(SwarmException.Kind kind, String why) {
        if (!closed) {
            connection.resetStream(id);
            end(kind, Optional.of(why));
        }
    }
}
