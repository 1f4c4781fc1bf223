package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One stream: its send window, what waits to be sent, and which flags and updates are due.
 *
 * <p>Flags and window updates are state, not queued frames, so that any number of calls makes at
 * most one frame of each kind.
 */
final class YamuxStream {
    private static final long MAX_SEND_WINDOW = 0xffff_ffffL;

    final int id;
    final boolean ours;
    private final YamuxConfig config;
    private final ReceiveWindow receiveWindow;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private long unsentBytes;
    private long sendWindow = YamuxConfig.INITIAL_WINDOW_BYTES;
    private int openingFlags;
    private boolean closing;
    private boolean finSent;
    private boolean remoteClosed;
    private boolean acknowledged;
    private boolean gone;
    private boolean wantsToWrite;

    /** Whether it stands in the queue of streams that have something to send. */
    boolean queued;

    YamuxStream(int id, boolean ours, YamuxConfig config, ReceiveWindow receiveWindow) {
        this.id = id;
        this.ours = ours;
        this.config = config;
        this.receiveWindow = receiveWindow;
        this.acknowledged = !ours;
        this.openingFlags = ours ? Frame.SYN : Frame.ACK;
    }

    // --- sending

    /** How much {@link #write} would take now. */
    int room() {
        if (closing || gone) {
            return 0;
        }
        return (int) Math.max(0, Math.min(sendWindow, config.unsentBytes()) - unsentBytes);
    }

    int write(ByteBuffer data) {
        int taken = Math.min(data.remaining(), room());
        if (taken > 0) {
            unsent.add(data.slice(data.position(), taken));
            unsentBytes += taken;
            data.position(data.position() + taken);
        }
        wantsToWrite = data.hasRemaining();
        return taken;
    }

    long unsentBytes() {
        return unsentBytes;
    }

    /** Tells a writer that was held back that it may go on, once for each time held back. */
    void tellWritable(YamuxListener listener) {
        if (wantsToWrite && room() > 0) {
            wantsToWrite = false;
            listener.writable(id);
        }
    }

    void addSendWindow(long delta) {
        sendWindow += delta;
        if (sendWindow > MAX_SEND_WINDOW) {
            throw new YamuxViolation("send window grew over 2^32 - 1");
        }
    }

    boolean hasOutput() {
        return !gone && (openingFlags != 0 || isUpdateDue() || unsentBytes > 0 || isFinDue());
    }

    /** Writes one round of this stream: what is due of flags and updates, one data frame, FIN. */
    void writeFrames(OutputChunks out) {
        if (openingFlags != 0) {
            long delta = receiveWindow.openingGrant();
            out.header(new Frame(Frame.WINDOW_UPDATE, openingFlags, id, delta));
            openingFlags = 0;
        } else if (isUpdateDue()) {
            out.header(new Frame(Frame.WINDOW_UPDATE, 0, id, receiveWindow.updateGrant()));
        }
        if (unsentBytes > 0) {
            writeData(out);
        }
        if (isFinDue()) {
            // In a frame of its own: jvm reads only the first flag of a frame.
            out.header(new Frame(Frame.DATA, Frame.FIN, id, 0));
            finSent = true;
        }
    }

    private void writeData(OutputChunks out) {
        int length = (int) Math.min(unsentBytes, config.frameBytes());
        out.header(new Frame(Frame.DATA, 0, id, length));
        unsentBytes -= length;
        sendWindow -= length;
        int rest = length;
        while (rest > 0) {
            ByteBuffer first = unsent.getFirst();
            int bytes = Math.min(rest, first.remaining());
            out.payload(first.slice(first.position(), bytes));
            first.position(first.position() + bytes);
            rest -= bytes;
            if (!first.hasRemaining()) {
                unsent.removeFirst();
            }
        }
    }

    private boolean isFinDue() {
        return closing && !finSent && unsentBytes == 0;
    }

    void closeWrite() {
        closing = true;
    }

    // --- receiving

    /** Counts a data frame by its header, before any of its payload is taken. */
    void announceData(long length) {
        if (!receiveWindow.admit(length)) {
            throw new YamuxViolation("stream " + unsignedId() + " overran its window");
        }
    }

    void delivered(int bytes) {
        receiveWindow.delivered(bytes);
    }

    /** Gives window back; small steps are saved up to half a window. */
    void consumed(int bytes) {
        receiveWindow.consumed(bytes);
    }

    private boolean isUpdateDue() {
        return receiveWindow.isUpdateDue() && !remoteClosed;
    }

    long unconsumedBytes() {
        return receiveWindow.unconsumedBytes();
    }

    boolean isRemoteClosed() {
        return remoteClosed;
    }

    void remoteClose() {
        remoteClosed = true;
    }

    // --- life

    /** Notes the other side's ACK; whether it was the first. */
    boolean acknowledge() {
        boolean first = !acknowledged;
        acknowledged = true;
        return first;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    boolean isFinished() {
        return finSent && remoteClosed;
    }

    boolean isGone() {
        return gone;
    }

    /** Drops what waits; no more comes out of this stream. */
    void end() {
        gone = true;
        receiveWindow.end();
        unsent.clear();
        unsentBytes = 0;
    }

    /** Whether the other side does not know of this stream yet, so that nobody needs a reset. */
    boolean isUnannounced() {
        return ours && openingFlags != 0;
    }

    private String unsignedId() {
        return Integer.toUnsignedString(id);
    }
}
