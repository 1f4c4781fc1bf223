package io.shardmesh.node.network;

import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The network's side of a message stream: bytes become messages and messages bytes. Belongs to the
 * network's strand.
 *
 * <p>The peer gets window back as bytes move into the message being read, and reading stops while
 * {@link #UNREAD_BYTES} of whole messages, or a single larger one, were not taken.
 */
final class MessageWire implements StreamHandler {
    /** Enough for a run of small messages; a block is larger and waits alone. */
    static final long UNREAD_BYTES = 64L << 10;

    /** Often enough that a sender of blocks never waits, seldom enough to cost nothing. */
    private static final long REPORT_BYTES = 256L << 10;

    private static final long MESSAGE_OVERHEAD_BYTES = 64;

    private final Listener listener;
    private final MessageFraming framing;
    private final @Nullable StrangerGuard guard;
    private final Queue<ByteBuffer> undecoded = new ArrayDeque<>();
    private @Nullable Stream stream;
    private long unreadBytes;
    private long unreportedBytes;
    private long receivedBytes;
    private long writtenBytes;
    private boolean finished;
    private boolean remoteFinished;
    private boolean remoteFinishTold;
    private boolean goneTold;
    private @Nullable String gone;

    /** Who hears of it; called on the network's strand. */
    interface Listener {
        /** Messages came; {@link MessageWire#taken} is to be told of their bytes. */
        void arrived(List<Message> messages);

        /** So many bytes given to {@link MessageWire#write} are on their way. */
        void sent(long bytes);

        /** No message will come after those that did. */
        void remoteFinished();

        /** Nothing goes in either direction any more. */
        void broken(String why);
    }

    /**
     * @param guard what a stranger's stream may cost; null for a member's
     */
    MessageWire(Listener listener, @Nullable StrangerGuard guard) {
        this.listener = listener;
        this.guard = guard;
        this.framing = guard == null ? MessageFraming.ofMember() : MessageFraming.ofStranger();
    }

    /** What a message counts for in every bound; an empty one takes memory too. */
    static long sizeOf(Message message) {
        return MESSAGE_OVERHEAD_BYTES + message.head().length + message.body().remaining();
    }

    /** Does nothing once the stream has ended: the listener hears of that. */
    void write(Message message) {
        Stream open = stream;
        if (open == null || gone != null || finished) {
            return;
        }
        long bytes = sizeOf(message);
        ByteBuffer prefix = MessageFraming.prefix(message);
        byte[] head = message.head();
        int headBytes = prefix.remaining() + head.length;
        writtenBytes += headBytes + message.body().remaining();
        open.write(ByteBuffer.allocate(headBytes).put(prefix).put(head).flip());
        if (message.body().hasRemaining()) {
            open.write(message.body());
        }
        unreportedBytes += bytes;
        if (unreportedBytes >= REPORT_BYTES
                && open.unsentBytes() <= SwarmMessageStream.SEND_QUEUE_BYTES) {
            report();
        }
    }

    private void report() {
        long bytes = unreportedBytes;
        unreportedBytes = 0;
        listener.sent(bytes);
    }

    /** So many bytes of messages are with their receiver. */
    void taken(long bytes) {
        unreadBytes -= bytes;
        if (guard != null) {
            guard.delivered(bytes);
        }
        decode();
    }

    Traffic traffic() {
        long unsentBytes = stream == null ? 0 : stream.unsentBytes();
        return new Traffic(receivedBytes, writtenBytes - unsentBytes);
    }

    void finish() {
        if (stream != null && gone == null && !finished) {
            finished = true;
            stream.closeWrite();
            report(); // The stream does not tell any more when all is sent.
        }
    }

    void reset() {
        if (stream != null && gone == null) {
            finished = true;
            stream.reset();
        }
    }

    @Override
    public void opened(Stream opened) {
        stream = opened;
    }

    @Override
    public void received(Stream from, ByteBuffer bytes) {
        if (guard != null && !guard.received(bytes.remaining())) {
            from.reset();
            return;
        }
        receivedBytes += bytes.remaining();
        undecoded.add(bytes);
        decode();
    }

    @Override
    public void drained(Stream from) {
        report();
    }

    @Override
    public void remoteClosed(Stream from) {
        remoteFinished = true;
        tellEnd();
    }

    @Override
    public void closed(Stream from, Optional<String> why) {
        if (guard != null) {
            guard.end();
        }
        gone = why.orElse("the stream has ended");
        if (why.isEmpty()) {
            remoteFinished = true;
        } else {
            undecoded.clear();
        }
        tellEnd();
    }

    private void decode() {
        Stream open = stream;
        List<Message> whole = new ArrayList<>();
        while (open != null && !undecoded.isEmpty() && unreadBytes < UNREAD_BYTES) {
            ByteBuffer bytes = undecoded.element();
            int before = bytes.remaining();
            try {
                Optional<Message> message = framing.read(bytes);
                message.ifPresent(whole::add);
                unreadBytes += message.map(MessageWire::sizeOf).orElse(0L);
            } catch (MalformedMessageException malformed) {
                undecoded.clear();
                open.reset();
                break;
            }
            if (gone == null) {
                open.consumed(before - bytes.remaining());
            }
            if (!bytes.hasRemaining()) {
                undecoded.remove();
            }
        }
        if (guard != null && open != null && gone == null) {
            guard.underWay(framing.midMessage(), open::reset);
        }
        if (!whole.isEmpty()) {
            listener.arrived(whole);
        }
        tellEnd();
    }

    /** Only once all that came before the end is decoded. */
    private void tellEnd() {
        if (!undecoded.isEmpty()) {
            return;
        }
        if (remoteFinished && !remoteFinishTold) {
            remoteFinishTold = true;
            if (framing.midMessage()) {
                listener.broken("the stream broke off");
            } else {
                listener.remoteFinished();
            }
        }
        if (gone != null && !goneTold) {
            goneTold = true;
            listener.broken(gone);
        }
    }
}
