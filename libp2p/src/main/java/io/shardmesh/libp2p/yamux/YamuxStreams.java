package io.shardmesh.libp2p.yamux;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The streams of both sides that are open: whose number is whose, how many there may be, and what
 * all of them keep together.
 */
final class YamuxStreams {
    private static final int ID_STEP = 2;

    private final boolean client;
    private final YamuxConfig config;
    private final WindowBudget budget;
    private final Pace pace;
    private final Outbox outbox;
    private final Map<Integer, YamuxStream> streams = new HashMap<>();
    private int nextId;
    private int highestInbound;
    private int inboundCount;
    private int unacknowledgedCount;
    private long unconsumedBytes;
    private boolean weTakeNone;
    private boolean theyTakeNone;
    private boolean ended;

    YamuxStreams(
            boolean client, YamuxConfig config, WindowBudget budget, Pace pace, Outbox outbox) {
        this.client = client;
        this.config = config;
        this.budget = budget;
        this.pace = pace;
        this.outbox = outbox;
        this.nextId = client ? 1 : 2;
    }

    @Nullable YamuxStream find(int number) {
        return streams.get(number);
    }

    int size() {
        return streams.size();
    }

    // --- opening

    boolean isOurs(int number) {
        return ((number & 1) == 1) == client;
    }

    /** Whether a stream of this number is open or was. */
    boolean wasOpened(int number) {
        return isOurs(number)
                ? Integer.compareUnsigned(number, nextId) < 0
                : Integer.compareUnsigned(number, highestInbound) <= 0;
    }

    /** Whether the other side takes one more of ours, and answers those that there are. */
    boolean canOpen() {
        // The last number of 32 bits is left out, so that adding never wraps.
        boolean numberLeft = nextId != (client ? -1 : -2);
        return !ended
                && !weTakeNone
                && !theyTakeNone
                && unacknowledgedCount < Yamux.ACK_BACKLOG
                && numberLeft;
    }

    /** Opens one of ours; only when {@link #canOpen} says so. */
    YamuxStream open() {
        YamuxStream stream = add(nextId, true);
        nextId += ID_STEP;
        unacknowledgedCount++;
        return stream;
    }

    /** Opens one of the other side's, or refuses it: then null. */
    @Nullable YamuxStream accept(int number) {
        if (streams.containsKey(number)) {
            throw new YamuxViolation("stream is open already");
        }
        if (Integer.compareUnsigned(number, highestInbound) > 0) {
            highestInbound = number;
        }
        if (inboundCount >= config.inboundStreamCount() || weTakeNone) {
            outbox.answer(new Frame(Frame.WINDOW_UPDATE, Frame.RST, number, 0));
            return null;
        }
        inboundCount++;
        return add(number, false);
    }

    private YamuxStream add(int number, boolean ours) {
        ReceiveWindow window = new ReceiveWindow(config, budget, pace);
        YamuxStream stream = new YamuxStream(number, ours, config, window);
        streams.put(number, stream);
        outbox.queue(stream);
        return stream;
    }

    void acknowledge(YamuxStream stream) {
        if (stream.acknowledge()) {
            unacknowledgedCount--;
        }
    }

    /** From now on streams of the other side are refused, and none of ours is opened. */
    void takeNone() {
        weTakeNone = true;
    }

    /** The other side will refuse what we open. */
    void theyTakeNone() {
        theyTakeNone = true;
    }

    // --- what they keep

    /** Whether so much more may wait for the applications of all streams. */
    boolean hasRoomFor(int bytes) {
        return unconsumedBytes + bytes <= config.unconsumedBytes() + budget.takenBytes();
    }

    void delivered(YamuxStream stream, int bytes) {
        stream.delivered(bytes);
        unconsumedBytes += bytes;
    }

    void consumed(YamuxStream stream, int bytes) {
        stream.consumed(bytes);
        unconsumedBytes -= bytes;
        outbox.queue(stream);
    }

    // --- ending

    /** Ends it in both directions; what waits to be sent is dropped. */
    void reset(YamuxStream stream) {
        remove(stream);
        if (!stream.isUnannounced()) {
            outbox.add(new Frame(Frame.WINDOW_UPDATE, Frame.RST, stream.id, 0));
        }
    }

    void removeIfFinished(YamuxStream stream) {
        if (stream.isFinished() && !stream.isGone()) {
            remove(stream);
        }
    }

    void remove(YamuxStream stream) {
        stream.end();
        streams.remove(stream.id);
        outbox.remove(stream);
        unconsumedBytes -= stream.unconsumedBytes();
        inboundCount -= stream.ours ? 0 : 1;
        unacknowledgedCount -= stream.isAcknowledged() ? 0 : 1;
    }

    /** Forgets all of them without a word; no more are opened. Repeatable. */
    void end() {
        ended = true;
        streams.values().forEach(YamuxStream::end);
        streams.clear();
    }

    boolean hasEnded() {
        return ended;
    }
}
