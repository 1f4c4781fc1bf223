package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One side of a yamux connection (libp2p specs, yamux/README.md).
 *
 * <p>Received bytes go into {@link #receive}; events come out of it to a {@link YamuxListener}.
 * Whatever there is to send waits here until the owner calls {@link #drainOutput}, which it should
 * after every call when its connection has room; not draining is how back-pressure of the
 * connection reaches the streams. Streams are known by their numbers, which are unsigned 32-bit
 * values; calls for a stream that is gone do nothing. Not thread-safe; time-outs and the beat of
 * pings are the owner's.
 *
 * <p>Bounds: data that we keep is limited per stream and in all (see {@link YamuxConfig}), payload
 * is handed on as it arrives and never collected, and a peer that makes us answer without reading
 * the answers fails.
 */
public final class Yamux {
    /** The id that this muxer is negotiated by. */
    public static final String PROTOCOL = "/yamux/1.0.0";

    /** Streams that may wait for the other side's ACK; jvm enforces it on us. */
    public static final int ACK_BACKLOG = 256;

    private final YamuxStreams streams;
    private final Outbox outbox = new Outbox();
    private final Pace pace;
    private final Pings pings;
    private final FrameIntake intake;

    private Yamux(boolean client, YamuxConfig config, WindowBudget budget, Pace pace) {
        this.pace = pace;
        this.pings = new Pings(outbox, pace);
        this.streams = new YamuxStreams(client, config, budget, pace, outbox);
        this.intake = new FrameIntake(streams, outbox, pings);
    }

    /**
     * One whose windows stay as they are.
     *
     * @param client whether this side opened the connection; it decides who numbers odd
     */
    public static Yamux create(boolean client, YamuxConfig config) {
        return create(client, config, WindowBudget.of(0), () -> 0);
    }

    /**
     * One whose receive windows grow.
     *
     * @param client whether this side opened the connection; it decides who numbers odd
     * @param budget what they may grow into; {@link #close} gives everything back
     * @param nanoTime a clock that never goes back
     */
    public static Yamux create(
            boolean client, YamuxConfig config, WindowBudget budget, LongSupplier nanoTime) {
        return new Yamux(client, config, budget, new Pace(nanoTime));
    }

    /**
     * Takes bytes from the other side, in pieces of any size; all of them are consumed.
     *
     * @param in must not be changed afterwards, since data is handed on as views of it
     */
    public void receive(ByteBuffer in, YamuxListener listener) {
        intake.receive(in, listener);
    }

    /** Whether {@link #openStream} may be called: the other side takes streams and answers them. */
    public boolean canOpenStream() {
        return streams.canOpen();
    }

    /**
     * Opens a stream; data may be written to it at once.
     *
     * @return its number, unsigned
     * @throws IllegalStateException unless {@link #canOpenStream}
     */
    public int openStream() {
        if (!canOpenStream()) {
            throw new IllegalStateException("no stream can be opened");
        }
        return streams.open().id;
    }

    /**
     * Takes as much of {@code data} as the other side's window and the bound of waiting data allow.
     * When that is not all, {@link YamuxListener#writable} tells when to go on.
     *
     * @param data its position moves over what was taken; that part is handed over, not copied, and
     *     must not be changed any more
     * @return how many bytes were taken; 0 when the stream is gone or closed for writing
     */
    public int write(int stream, ByteBuffer data) {
        YamuxStream open = streams.find(stream);
        if (open == null) {
            return 0;
        }
        int taken = open.write(data);
        outbox.queue(open);
        return taken;
    }

    /** How much {@link #write} would take now; 0 when the stream is gone or closed for writing. */
    public int sendWindow(int stream) {
        YamuxStream open = streams.find(stream);
        return open == null ? 0 : open.room();
    }

    /** How much of what was written waits for {@link #drainOutput}; 0 when the stream is gone. */
    public long unsentBytes(int stream) {
        YamuxStream open = streams.find(stream);
        return open == null ? 0 : open.unsentBytes();
    }

    /**
     * Tells that the application used up data, which lets the other side send as much again. Window
     * updates go out in steps of half a window.
     *
     * @throws IllegalArgumentException when it is more than was delivered and not consumed yet
     */
    public void consumed(int stream, int bytes) {
        YamuxStream open = streams.find(stream);
        if (open != null) {
            streams.consumed(open, bytes);
        }
    }

    /** Half-closes: what was written is still sent, then FIN; receiving goes on. */
    public void closeWrite(int stream) {
        YamuxStream open = streams.find(stream);
        if (open != null) {
            open.closeWrite();
            outbox.queue(open);
        }
    }

    /** Ends a stream at once in both directions; what waits to be sent is dropped. */
    public void reset(int stream) {
        YamuxStream open = streams.find(stream);
        if (open != null) {
            streams.reset(open);
        }
    }

    /** Whether the stream is known: not reset, and not yet closed and sent out on both sides. */
    public boolean isOpen(int stream) {
        return streams.find(stream) != null;
    }

    /** How many streams of both sides are open. */
    public int streamCount() {
        return streams.size();
    }

    /**
     * Sends a ping.
     *
     * @return false when the last one was not answered yet; then none is sent
     */
    public boolean ping(int value) {
        return !streams.hasEnded() && pings.send(value);
    }

    /** The least round trip of the last few that pings have measured. */
    public Optional<Duration> roundTrip() {
        return pace.roundTrip();
    }

    /** Tells the other side to open no more streams; further ones are reset. */
    public void goAway(int code) {
        if (!streams.hasEnded()) {
            streams.takeNone();
            outbox.add(new Frame(Frame.GO_AWAY, 0, 0, code & 0xffff_ffffL));
        }
    }

    /** The end: forgets all streams and gives their memory back, without a word. Repeatable. */
    public void close() {
        streams.end();
    }

    /** Whether {@link #drainOutput} would give anything. */
    public boolean hasOutput() {
        return !outbox.isEmpty();
    }

    /**
     * Gives out what waits to be sent: answers first, then the streams in turn, one frame each.
     *
     * @param maxBytes stops after the frame that reaches it; bound it by what the connection may
     *     hold, since writers that are told to go on may write more meanwhile
     * @param chunk memory in which every piece is made, as large as pieces are to be
     * @param out takes the pieces, and copies what it keeps
     * @param listener is told which writers may go on
     * @return how many bytes were given out
     */
    public int drainOutput(
            int maxBytes, ByteBuffer chunk, Consumer<ByteBuffer> out, YamuxListener listener) {
        return outbox.drain(
                maxBytes,
                chunk,
                out,
                stream -> {
                    stream.tellWritable(listener);
                    outbox.queue(stream);
                    streams.removeIfFinished(stream);
                });
    }
}
