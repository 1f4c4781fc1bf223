package io.shardmesh.libp2p.yamux;

import org.jspecify.annotations.Nullable;

/**
 * The pings of a connection, one at a time, by which it also knows its round trip. Where data comes
 * in, windows may have to grow, so there we go on measuring of ourselves.
 */
final class Pings {
    private final Outbox outbox;
    private final Pace pace;
    private @Nullable Integer waitingFor;
    private long sentNanos;
    private int ownCount;

    Pings(Outbox outbox, Pace pace) {
        this.outbox = outbox;
        this.pace = pace;
    }

    /** Sends one, unless the last one was not answered yet; whether it did. */
    boolean send(int value) {
        if (waitingFor != null) {
            return false;
        }
        waitingFor = value;
        sentNanos = pace.nanoTime();
        outbox.add(new Frame(Frame.PING, Frame.SYN, 0, value & 0xffff_ffffL));
        return true;
    }

    /** Data came in. */
    void dataCame() {
        if (waitingFor == null && pace.isStale()) {
            send(--ownCount);
        }
    }

    void take(Frame frame, YamuxListener listener) {
        int value = (int) frame.length();
        if (frame.has(Frame.SYN)) {
            outbox.answer(new Frame(Frame.PING, Frame.ACK, 0, frame.length()));
        } else if (waitingFor != null && waitingFor == value) {
            waitingFor = null;
            pace.measured(pace.nanoTime() - sentNanos);
            listener.pong(value);
        } else {
            throw new YamuxViolation("answer to a ping that nobody sent");
        }
    }
}
