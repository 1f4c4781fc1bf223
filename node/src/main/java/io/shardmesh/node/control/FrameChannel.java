package io.shardmesh.node.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Frames over a connected socket: two big-endian 32-bit lengths, JSON head, raw body.
 *
 * <p>One thread receives. Any thread sends without blocking; a thread of the channel writes in
 * order. Data flows only on request (see {@link RemoteSource} and {@link RemoteSink}), so few
 * frames are ever queued, and the receiving thread notices at once when the other end is gone.
 */
final class FrameChannel implements AutoCloseable {
    private static final int LENGTHS_BYTES = 8;

    /** Most are shorter; longer ones are read in steps. */
    private static final int FIRST_BYTES = 64 * 1024;

    /** More than the protocol can have under way: one request, one datum, one outcome. */
    private static final int MAX_QUEUED_COUNT = 16;

    /** Empty is the request to close. */
    private record Queued(Optional<Frame> frame) {}

    private final SocketChannel socket;
    private final BlockingQueue<Queued> queue = new ArrayBlockingQueue<>(MAX_QUEUED_COUNT);
    private final AtomicBoolean closing = new AtomicBoolean();

    private FrameChannel(SocketChannel socket) {
        this.socket = socket;
    }

    /**
     * Takes over a socket.
     *
     * @param writers runs what writes, which lasts as long as the channel
     */
    static FrameChannel open(SocketChannel socket, Executor writers) {
        FrameChannel channel = new FrameChannel(socket);
        writers.execute(channel::writeQueued);
        return channel;
    }

    /** Waits for the next frame; empty when the other end has closed. */
    Optional<Frame> receive() throws IOException {
        return read(socket);
    }

    /**
     * Reads one frame; empty at the end. Throws {@link MalformedControlException} on lengths over
     * the limits, before anything is allocated; what is long takes memory as it comes.
     */
    static Optional<Frame> read(ReadableByteChannel in) throws IOException {
        ByteBuffer lengths = ByteBuffer.allocate(LENGTHS_BYTES);
        if (in.read(lengths) < 0) {
            return Optional.empty();
        }
        readFully(in, lengths);
        lengths.flip();
        int headBytes = lengths.getInt();
        int bodyBytes = lengths.getInt();
        if (headBytes < 2
                || headBytes > Frame.MAX_HEAD_BYTES
                || bodyBytes < 0
                || bodyBytes > Frame.MAX_BODY_BYTES) {
            throw new MalformedControlException("frame of " + headBytes + " + " + bodyBytes);
        }
        byte[] head = readAll(in, headBytes);
        byte[] body = readAll(in, bodyBytes);
        return Optional.of(new Frame(FieldsCodec.decode(head), ByteBuffer.wrap(body)));
    }

    private static byte[] readAll(ReadableByteChannel in, int count) throws IOException {
        ByteBuffer read = readFully(in, ByteBuffer.allocate(Math.min(count, FIRST_BYTES)));
        while (read.capacity() < count) {
            int larger = Math.min(count, 2 * read.capacity());
            read = readFully(in, ByteBuffer.allocate(larger).put(read.flip()));
        }
        return read.array();
    }

    private static ByteBuffer readFully(ReadableByteChannel in, ByteBuffer target)
            throws IOException {
        while (target.hasRemaining()) {
            if (in.read(target) < 0) {
                throw new EOFException("the other end closed within a frame");
            }
        }
        return target;
    }

    /** Queues a frame. Nothing happens when the channel is closed or closing. */
    void send(Frame frame) {
        if (!closing.get() && !queue.offer(new Queued(Optional.of(frame)))) {
            // Only a peer that breaks the protocol (asks without taking) gets here.
            close();
        }
    }

    /** Queues a last frame; the channel closes once it is written. */
    void sendLast(Frame frame) {
        send(frame);
        if (!queue.offer(new Queued(Optional.empty()))) {
            close();
        }
    }

    private void writeQueued() {
        try {
            for (Queued next = queue.take(); next.frame.isPresent(); next = queue.take()) {
                write(next.frame.get());
            }
            close();
        } catch (IOException _) {
            // The other end is gone, but its last frame may still lie here to be received.
            closing.set(true);
            queue.clear();
        } catch (InterruptedException _) {
            close();
        }
    }

    private void write(Frame frame) throws IOException {
        byte[] head = FieldsCodec.encode(frame.head());
        if (head.length > Frame.MAX_HEAD_BYTES || frame.body().remaining() > Frame.MAX_BODY_BYTES) {
            throw new IOException("frame over the limit");
        }
        ByteBuffer lengths = ByteBuffer.allocate(LENGTHS_BYTES);
        lengths.putInt(head.length).putInt(frame.body().remaining()).flip();
        ByteBuffer[] parts = {lengths, ByteBuffer.wrap(head), frame.body()};
        while (frame.body().hasRemaining() || parts[1].hasRemaining() || lengths.hasRemaining()) {
            socket.write(parts);
        }
    }

    /** Closes the socket at once; what is queued is dropped. May be called again. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            queue.clear();
            boolean _ = queue.offer(new Queued(Optional.empty()));
        }
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }
}
