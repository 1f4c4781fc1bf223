package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the frames of the other side do to the streams. Whatever it may not send ends them all. */
final class FrameIntake {
    private static final int PROTOCOL_ERROR = 1;

    private final YamuxStreams streams;
    private final Outbox outbox;
    private final Pings pings;
    private final FrameReader reader = new FrameReader();

    FrameIntake(YamuxStreams streams, Outbox outbox, Pings pings) {
        this.streams = streams;
        this.outbox = outbox;
        this.pings = pings;
    }

    /** See {@link Yamux#receive}. */
    void receive(ByteBuffer in, YamuxListener listener) {
        try {
            while (in.hasRemaining() && !streams.hasEnded()) {
                Frame underWay = reader.underWay();
                if (underWay == null) {
                    takeHeader(reader.readHeader(in), listener);
                } else {
                    takePayload(underWay, reader.readPayload(in), listener);
                }
            }
        } catch (YamuxViolation violation) {
            streams.end();
            outbox.endWith(new Frame(Frame.GO_AWAY, 0, 0, PROTOCOL_ERROR));
            listener.failed(violation.why());
        }
        in.position(in.limit());
    }

    private void takeHeader(@Nullable Frame frame, YamuxListener listener) {
        if (frame == null) {
            return;
        }
        switch (frame.type()) {
            case Frame.PING -> pings.take(frame, listener);
            case Frame.GO_AWAY -> {
                streams.theyTakeNone();
                listener.goAway((int) frame.length());
            }
            default -> takeStreamFrame(frame, listener);
        }
    }

    private void takeStreamFrame(Frame frame, YamuxListener listener) {
        if (frame.has(Frame.SYN)) {
            takeOpening(frame, listener);
        }
        check(frame);
        YamuxStream stream = streams.find(frame.stream());
        if (stream != null && frame.has(Frame.ACK)) {
            streams.acknowledge(stream);
        }
        if (frame.type() == Frame.WINDOW_UPDATE) {
            if (stream != null) {
                stream.addSendWindow(frame.length());
                stream.tellWritable(listener);
            }
            takeEnd(frame, listener);
        } else if (frame.length() == 0) {
            takeEnd(frame, listener);
        } else if (stream != null) {
            takeDataHeader(frame, stream, listener);
        }
    }

    /** A stream that is gone may still get frames; one that never was may not. */
    private void check(Frame frame) {
        if (!streams.wasOpened(frame.stream())) {
            throw new YamuxViolation("frame for a stream that was never opened");
        }
        if (frame.has(Frame.ACK) && !streams.isOurs(frame.stream())) {
            throw new YamuxViolation("answer to a stream that is the other side's own");
        }
        if (frame.type() == Frame.DATA && frame.length() > YamuxConfig.MAX_WINDOW_BYTES) {
            throw new YamuxViolation("more data than any window allows");
        }
    }

    private void takeOpening(Frame frame, YamuxListener listener) {
        if (streams.isOurs(frame.stream())) {
            throw new YamuxViolation("stream number is not the other side's to give");
        }
        outbox.checkAnswersAreRead(); // a stream may make us queue a reset later
        YamuxStream stream = streams.accept(frame.stream());
        if (stream != null) {
            listener.opened(stream.id);
        }
    }

    private void takeDataHeader(Frame frame, YamuxStream stream, YamuxListener listener) {
        stream.announceData(frame.length());
        if (stream.isRemoteClosed()) {
            resetAndTell(stream, listener);
        }
    }

    private void takePayload(Frame frame, ByteBuffer data, YamuxListener listener) {
        // Payload of a stream that is gone is thrown away: normal after a reset.
        YamuxStream stream = streams.find(frame.stream());
        if (stream != null) {
            deliver(stream, data, listener);
        }
        if (reader.underWay() == null) {
            takeEnd(frame, listener);
        }
    }

    private void deliver(YamuxStream stream, ByteBuffer data, YamuxListener listener) {
        int bytes = data.remaining();
        if (!streams.hasRoomFor(bytes)) {
            resetAndTell(stream, listener);
            return;
        }
        streams.delivered(stream, bytes);
        pings.dataCame();
        listener.data(stream.id, data);
    }

    /** FIN and RST count after the payload of their frame. */
    private void takeEnd(Frame frame, YamuxListener listener) {
        YamuxStream stream = streams.find(frame.stream());
        if (stream == null) {
            return;
        }
        if (frame.has(Frame.RST)) {
            streams.remove(stream);
            listener.reset(stream.id);
        } else if (frame.has(Frame.FIN) && !stream.isRemoteClosed()) {
            stream.remoteClose();
            streams.removeIfFinished(stream);
            listener.remoteClosed(stream.id);
        }
    }

    private void resetAndTell(YamuxStream stream, YamuxListener listener) {
        streams.reset(stream);
        listener.reset(stream.id);
    }
}
