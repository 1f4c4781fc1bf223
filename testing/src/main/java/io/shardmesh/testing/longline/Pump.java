package io.shardmesh.testing.longline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Carries the bytes of one direction of one connection over a line, until their end. */
final class Pump {
    private static final int CHUNK_BYTES = 16 * 1024;

    /** Chunks on their way; a line of 100 Mbit/s and 50 ms holds 40 full ones. */
    private static final int CHUNK_COUNT = 4096;

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final SocketChannel from;
    private final SocketChannel to;
    private final Line line;
    private final BlockingQueue<Chunk> underway = new ArrayBlockingQueue<>(CHUNK_COUNT);

    private Pump(SocketChannel from, SocketChannel to, Line line) {
        this.from = from;
        this.to = to;
        this.line = line;
    }

    static void start(SocketChannel from, SocketChannel to, Line line) {
        Pump pump = new Pump(from, to, line);
        var _ = Thread.ofVirtual().start(pump::takeIn);
        var _ = Thread.ofVirtual().start(pump::giveOut);
    }

    private void takeIn() {
        try {
            long departed = System.nanoTime();
            for (ByteBuffer bytes = read(); bytes.hasRemaining(); bytes = read()) {
                departed = line.departure(bytes.remaining());
                underway.put(new Chunk(bytes, line.arrival(departed)));
                // Whoever comes faster than the line has to wait in front of it.
                sleepUntil(departed);
            }
            underway.put(new Chunk(END, line.arrival(departed)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next bytes; none at the end, however it came. */
    private ByteBuffer read() {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES);
        try {
            var _ = from.read(bytes);
        } catch (IOException _) {
            bytes.clear().limit(0);
            return bytes;
        }
        return bytes.flip();
    }

    private void giveOut() {
        try {
            boolean carried = true;
            Chunk chunk = underway.take();
            while (chunk.bytes().capacity() > 0) {
                // Also when nobody is there to get it: whoever takes in must not wait for room.
                carried = carried && give(chunk);
                chunk = underway.take();
            }
            if (carried) {
                end(chunk);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the far side took it; when not, both sides hear of it. */
    private boolean give(Chunk chunk) {
        sleepUntil(chunk.dueNanos());
        try {
            while (chunk.bytes().hasRemaining()) {
                var _ = to.write(chunk.bytes());
            }
            return true;
        } catch (IOException _) {
            close(to);
            close(from);
            return false;
        }
    }

    private void end(Chunk last) {
        sleepUntil(last.dueNanos());
        try {
            to.shutdownOutput();
        } catch (IOException _) {
            close(to);
        }
    }

    private static void sleepUntil(long nanos) {
        long wait = nanos - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = nanos - System.nanoTime();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone, which is what was wanted.
        }
    }
}
