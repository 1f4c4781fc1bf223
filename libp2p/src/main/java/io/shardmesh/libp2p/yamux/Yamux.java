package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    private static final int PROTOCOL_ERROR = 1;
    private static final int ID_STEP = 2;

    private final boolean client;
    private final YamuxConfig config;
    private final WindowBudget budget;
    private final Pace pace;
    private final Map<Integer, YamuxStream> streams = new HashMap<>();
    private final FrameReader reader = new FrameReader();
    private final Outbox outbox = new Outbox();
    private final Pings pings;
    private int nextId;
    private int highestInbound;
    private int inboundCount;
    private int unacknowledgedCount;
    private long unconsumedBytes;
    private boolean weTakeNone;
    private boolean theyTakeNone;
    private boolean failed;

    private Yamux(boolean client, YamuxConfig config, WindowBudget budget, Pace pace) {
        this.client = client;
        this.config = config;
        this.budget = budget;
        this.pace = pace;
        this.pings = new Pings(outbox, pace);
        this.nextId = client ? 1 : 2;
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

    // --- from the other side

    /**
     * Takes bytes from the other side, in pieces of any size; all of them are consumed.
     *
     * @param in must not be changed afterwards, since data is handed on as views of it
     */
    public void receive(ByteBuffer in, YamuxListener listener) {
        try {
            while (in.hasRemaining() && !failed) {
                Frame underWay = reader.underWay();
                if (underWay == null) {
                    takeHeader(reader.readHeader(in), listener);
                } else {
                    takePayload(underWay, reader.readPayload(in), listener);
                }
            }
        } catch (YamuxViolation violation) {
            fail(violation.why(), listener);
        }
        in.position(in.limit());
    }

    private void fail(String why, YamuxListener listener) {
        close();
        outbox.endWith(new Frame(Frame.GO_AWAY, 0, 0, PROTOCOL_ERROR));
        listener.failed(why);
    }

    private void takeHeader(@Nullable Frame frame, YamuxListener listener) {
        if (frame == null) {
            return;
        }
        switch (frame.type()) {
            case Frame.PING -> pings.take(frame, listener);
            case Frame.GO_AWAY -> takeGoAway(frame, listener);
            default -> takeStreamFrame(frame, listener);
        }
    }

    private void takeGoAway(Frame frame, YamuxListener listener) {
        theyTakeNone = true;
        listener.goAway((int) frame.length());
    }

    private void takeStreamFrame(Frame frame, YamuxListener listener) {
        if (frame.has(Frame.SYN)) {
            takeOpening(frame, listener);
        }
        checkWasOpened(frame);
        YamuxStream stream = streams.get(frame.stream());
        if (stream != null && frame.has(Frame.ACK) && stream.acknowledge()) {
            unacknowledgedCount--;
        }
        if (frame.type() == Frame.WINDOW_UPDATE) {
            if (stream != null) {
                stream.addSendWindow(frame.length());
                tellWritable(stream, listener);
            }
            takeEnd(frame, listener);
        } else if (frame.length() == 0) {
            takeEnd(frame, listener);
        } else if (stream != null) {
            takeDataHeader(frame, stream, listener);
        }
    }

    /** A stream that is gone may still get frames; one that never was may not. */
    private void checkWasOpened(Frame frame) {
        boolean ours = isOurs(frame.stream());
        int number = frame.stream();
        if (ours
                ? Integer.compareUnsigned(number, nextId) >= 0
                : Integer.compareUnsigned(number, highestInbound) > 0) {
            throw new YamuxViolation("frame for a stream that was never opened");
        }
        if (frame.has(Frame.ACK) && !ours) {
            throw new YamuxViolation("answer to a stream that is the other side's own");
        }
        if (frame.type() == Frame.DATA && frame.length() > YamuxConfig.MAX_WINDOW_BYTES) {
            throw new YamuxViolation("more data than any window allows");
        }
    }

    private boolean isOurs(int stream) {
        return ((stream & 1) == 1) == client;
    }

    private void takeDataHeader(Frame frame, YamuxStream stream, YamuxListener listener) {
        stream.announceData(frame.length());
        if (stream.isRemoteClosed()) {
            resetAndTell(stream, listener);
        }
    }

    private void takeOpening(Frame frame, YamuxListener listener) {
        if (isOurs(frame.stream())) {
            throw new YamuxViolation("stream number is not the other side's to give");
        }
        outbox.checkAnswersAreRead(); // a stream may make us queue a reset later
        if (streams.containsKey(frame.stream())) {
            throw new YamuxViolation("stream is open already");
        }
        if (Integer.compareUnsigned(frame.stream(), highestInbound) > 0) {
            highestInbound = frame.stream();
        }
        if (inboundCount >= config.inboundStreamCount() || weTakeNone) {
            outbox.answer(new Frame(Frame.WINDOW_UPDATE, Frame.RST, frame.stream(), 0));
            return;
        }
        YamuxStream stream = stream(frame.stream(), false);
        streams.put(stream.id, stream);
        inboundCount++;
        outbox.queue(stream);
        listener.opened(stream.id);
    }

    private void takePayload(Frame frame, ByteBuffer data, YamuxListener listener) {
        // Payload of a stream that is gone is thrown away: normal after a reset.
        YamuxStream stream = streams.get(frame.stream());
        if (stream != null) {
            deliver(stream, data, listener);
        }
        if (reader.underWay() == null) {
            takeEnd(frame, listener);
        }
    }

    private void deliver(YamuxStream stream, ByteBuffer data, YamuxListener listener) {
        int bytes = data.remaining();
        if (unconsumedBytes + bytes > config.unconsumedBytes() + budget.takenBytes()) {
            resetAndTell(stream, listener);
            return;
        }
        stream.delivered(bytes);
        unconsumedBytes += bytes;
        pings.dataCame();
        listener.data(stream.id, data);
    }

    /** FIN and RST count after the payload of their frame. */
    private void takeEnd(Frame frame, YamuxListener listener) {
        YamuxStream stream = streams.get(frame.stream());
        if (stream == null) {
            return;
        }
        if (frame.has(Frame.RST)) {
            remove(stream);
            listener.reset(stream.id);
        } else if (frame.has(Frame.FIN) && !stream.isRemoteClosed()) {
            stream.remoteClose();
            removeIfFinished(stream);
            listener.remoteClosed(stream.id);
        }
    }

    private void resetAndTell(YamuxStream stream, YamuxListener listener) {
        reset(stream.id);
        listener.reset(stream.id);
    }

    private void tellWritable(YamuxStream stream, YamuxListener listener) {
        if (stream.takeWritable()) {
            listener.writable(stream.id);
        }
    }

    // --- from our side

    /** Whether {@link #openStream} may be called: the other side takes streams and answers them. */
    public boolean canOpenStream() {
        // The last number of 32 bits is left out, so that adding never wraps.
        boolean numberLeft = nextId != (client ? -1 : -2);
        return !failed
                && !weTakeNone
                && !theyTakeNone
                && unacknowledgedCount < ACK_BACKLOG
                && numberLeft;
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
        YamuxStream stream = stream(nextId, true);
        nextId += ID_STEP;
        unacknowledgedCount++;
        streams.put(stream.id, stream);
        outbox.queue(stream);
        return stream.id;
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
        YamuxStream open = streams.get(stream);
        if (open == null) {
            return 0;
        }
        int taken = open.write(data);
        outbox.queue(open);
        return taken;
    }

    /** How much {@link #write} would take now; 0 when the stream is gone or closed for writing. */
    public int sendWindow(int stream) {
        YamuxStream open = streams.get(stream);
        return open == null ? 0 : open.room();
    }

    /** How much of what was written waits for {@link #drainOutput}; 0 when the stream is gone. */
    public long unsentBytes(int stream) {
        YamuxStream open = streams.get(stream);
        return open == null ? 0 : open.unsentBytes();
    }

    /**
     * Tells that the application used up data, which lets the other side send as much again. Window
     * updates go out in steps of half a window.
     *
     * @throws IllegalArgumentException when it is more than was delivered and not consumed yet
     */
    public void consumed(int stream, int bytes) {
        YamuxStream open = streams.get(stream);
        if (open != null) {
            open.consumed(bytes);
            unconsumedBytes -= bytes;
            outbox.queue(open);
        }
    }

    /** Half-closes: what was written is still sent, then FIN; receiving goes on. */
    public void closeWrite(int stream) {
        YamuxStream open = streams.get(stream);
        if (open != null) {
            open.closeWrite();
            outbox.queue(open);
        }
    }

    /** Ends a stream at once in both directions; what waits to be sent is dropped. */
    public void reset(int stream) {
        YamuxStream open = streams.get(stream);
        if (open != null) {
            remove(open);
            if (!open.isUnannounced()) {
                outbox.add(new Frame(Frame.WINDOW_UPDATE, Frame.RST, stream, 0));
            }
        }
    }

    /** Whether the stream is known: not reset, and not yet closed and sent out on both sides. */
    public boolean isOpen(int stream) {
        return streams.containsKey(stream);
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
        return !failed && pings.send(value);
    }

    /** The least round trip of the last few that pings have measured. */
    public Optional<Duration> roundTrip() {
        return pace.roundTrip();
    }

    /** Tells the other side to open no more streams; further ones are reset. */
    public void goAway(int code) {
        if (!failed) {
            weTakeNone = true;
            outbox.add(new Frame(Frame.GO_AWAY, 0, 0, code & 0xffff_ffffL));
        }
    }

    /** The end: forgets all streams and gives their memory back, without a word. Repeatable. */
    public void close() {
        failed = true;
        streams.values().forEach(YamuxStream::end);
        streams.clear();
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
                    tellWritable(stream, listener);
                    outbox.queue(stream);
                    removeIfFinished(stream);
                });
    }

    private YamuxStream stream(int id, boolean ours) {
        return new YamuxStream(id, ours, config, new ReceiveWindow(config, budget, pace));
    }

    private void removeIfFinished(YamuxStream stream) {
        if (stream.isFinished() && !stream.isGone()) {
            remove(stream);
        }
    }

    private void remove(YamuxStream stream) {
        stream.end();
        streams.remove(stream.id);
        outbox.remove(stream);
        unconsumedBytes -= stream.unconsumedBytes();
        inboundCount -= stream.ours ? 0 : 1;
        unacknowledgedCount -= stream.isAcknowledged() ? 0 : 1;
    }
}
