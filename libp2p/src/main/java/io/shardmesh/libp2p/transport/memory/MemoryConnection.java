package io.shardmesh.libp2p.transport.memory;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection. Bytes go from {@code unsent} here over {@code inFlight} to {@code
 * arrived} at the other end; the last two together are bounded, as socket buffers are, so a reader
 * that pauses holds the writer back.
 */
final class MemoryConnection implements Connection {

    /** What the two socket buffers hold together. */
    static final int SOCKET_BYTES = 256 * 1024;

    /** Stands for the end of the stream behind the last bytes; nothing else is without bytes. */
    private static final ByteBuffer FIN = ByteBuffer.allocate(0);

    private final MemoryNetwork network;
    private final MemoryTransport owner;
    private final Multiaddr localAddress;
    private final Multiaddr remoteAddress;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final Deque<ByteBuffer> inFlight = new ArrayDeque<>();
    private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
    private @Nullable MemoryConnection far;
    private @Nullable ConnectionHandler handler;
    private long unsentBytes;
    private long underwayBytes;
    private long lastArrivalNanos;
    private boolean owesDrained;
    private boolean paused;
    private boolean closed;
    private boolean ended;
    private Optional<String> why = Optional.empty();

    MemoryConnection(
            MemoryNetwork network,
            MemoryTransport owner,
            Multiaddr localAddress,
            Multiaddr remoteAddress) {
        this.network = network;
        this.owner = owner;
        this.localAddress = localAddress;
        this.remoteAddress = remoteAddress;
    }

    void join(MemoryConnection other) {
        far = other;
        other.far = this;
        network.opened(this);
        network.opened(other);
    }

    boolean joins(String one, String other) {
        String here = owner.host();
        String there = far().owner.host();
        return (here.equals(one) && there.equals(other))
                || (here.equals(other) && there.equals(one));
    }

    boolean isOn(MemoryTransport transport) {
        return owner == transport;
    }

    /** The network broke it: both ends lose what has not arrived and hear why. */
    void broken(String reason) {
        end(Optional.of(reason));
        far().end(Optional.of(reason));
    }

    /** Our process died: nobody here hears anything, the other end sees a reset. */
    void die() {
        ended = true;
        network.ended(this);
        MemoryConnection other = far();
        String here = owner.host();
        String there = other.owner.host();
        network.travel(
                here,
                there,
                network.latencyOf(here, there, 0),
                () -> other.end(Optional.of("connection reset")));
    }

    @Override
    public Multiaddr remoteAddress() {
        return remoteAddress;
    }

    @Override
    public Multiaddr localAddress() {
        return localAddress;
    }

    @Override
    public void handler(ConnectionHandler changed) {
        handler = changed;
        owner.strand().execute(this::deliver);
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (closed || ended || !bytes.hasRemaining()) {
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        unsent.add(copy);
        unsentBytes += copy.remaining();
        send();
        owesDrained |= unsentBytes > 0;
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        owner.strand().execute(this::deliver);
    }

    @Override
    public void close() {
        if (closed || ended) {
            return;
        }
        closed = true;
        unsent.add(FIN);
        send();
        owner.strand().execute(this::deliver);
    }

    /** Moves what the socket buffers take onto the link. */
    private void send() {
        while (!ended && !unsent.isEmpty()) {
            ByteBuffer head = unsent.getFirst();
            if (isFin(head)) {
                unsent.removeFirst();
                launch(FIN);
                return;
            }
            int room = (int) Math.min(SOCKET_BYTES - underwayBytes, network.segmentBytes());
            if (room <= 0) {
                return;
            }
            int bytes = Math.min(room, head.remaining());
            ByteBuffer segment = head.slice(head.position(), bytes);
            head.position(head.position() + bytes);
            if (!head.hasRemaining()) {
                unsent.removeFirst();
            }
            unsentBytes -= bytes;
            underwayBytes += bytes;
            launch(segment);
        }
    }

    private void launch(ByteBuffer segment) {
        String here = owner.host();
        String there = far().owner.host();
        long now = network.nanoTime();
        long nanos = network.latencyOf(here, there, segment.remaining()).toNanos();
        lastArrivalNanos = Math.max(now + nanos, lastArrivalNanos);
        inFlight.add(segment);
        network.travel(here, there, Duration.ofNanos(lastArrivalNanos - now), this::land);
    }

    /** One segment has crossed the link: the oldest, whichever event says so. */
    private void land() {
        ByteBuffer segment = inFlight.poll();
        MemoryConnection other = far();
        if (segment == null || (ended && !closed)) {
            return;
        }
        if (other.ended) {
            acknowledged(segment.capacity());
            return;
        }
        other.arrived.add(segment);
        other.owner.strand().execute(other::deliver);
    }

    private void deliver() {
        ConnectionHandler to = handler;
        if (closed && !ended && unsent.isEmpty()) {
            arrived.clear();
            end(Optional.empty());
            return;
        }
        while (to != null && !paused && !closed && !ended && !arrived.isEmpty()) {
            ByteBuffer segment = arrived.removeFirst();
            if (isFin(segment)) {
                end(Optional.empty());
                return;
            }
            to.received(segment);
            far().acknowledged(segment.capacity());
            to = handler;
        }
    }

    /** The other end has read so much; there is room for more. */
    private void acknowledged(int bytes) {
        underwayBytes -= bytes;
        send();
        if (unsentBytes == 0 && owesDrained) {
            owesDrained = false;
            owner.strand().execute(this::tellDrained);
        }
        if (closed) {
            owner.strand().execute(this::deliver);
        }
    }

    private void tellDrained() {
        if (handler != null && !closed && !ended) {
            handler.drained();
        }
    }

    private void end(Optional<String> reason) {
        if (ended) {
            return;
        }
        ended = true;
        why = reason;
        unsent.clear();
        unsentBytes = 0;
        arrived.clear();
        network.ended(this);
        if (!owner.isDead()) {
            owner.strand().execute(this::tellClosed);
        }
    }

    private void tellClosed() {
        if (handler != null) {
            handler.closed(why);
        }
    }

    private static boolean isFin(ByteBuffer segment) {
        return segment.capacity() == 0;
    }

    private MemoryConnection far() {
        if (far == null) {
            throw new IllegalStateException("connection has no other end yet");
        }
        return far;
    }
}
