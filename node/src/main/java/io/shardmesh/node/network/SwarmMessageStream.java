package io.shardmesh.node.network;

import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a stream of the swarm. Its methods are called on the node's strand and its fields
 * belong to the network's: every method only posts.
 *
 * <p>Back-pressure: the peer gets window back as bytes move into the message being read, and
 * reading stops while whole messages wait to be received. So a stream holds at most one message in
 * the making, {@link #UNREAD_BYTES} of finished ones or a single larger one, and a window.
 */
final class SwarmMessageStream implements MessageStream, StreamHandler {
    /** Enough to keep a connection busy between two sends of 1 MiB blocks. */
    private static final long SEND_QUEUE_BYTES = 2L << 20;

    /** Enough for a run of small messages; a block is larger and waits alone. */
    private static final long UNREAD_BYTES = 64L << 10;

    private final Scheduler network;
    private final Scheduler node;
    private final MessageFraming framing = new MessageFraming();
    private final Queue<ByteBuffer> undecoded = new ArrayDeque<>();
    private final Queue<Message> unread = new ArrayDeque<>();
    private final Queue<CompletableFuture<Void>> senders = new ArrayDeque<>();
    private final Link link;
    private @Nullable Stream stream;
    private @Nullable CompletableFuture<Optional<Message>> receiver;
    private long unreadBytes;
    private boolean remoteFinished;
    private boolean finished;
    private @Nullable String broken;

    SwarmMessageStream(Link link, Scheduler network, Scheduler node) {
        this.link = link;
        this.network = network;
        this.node = node;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public CompletableFuture<Void> send(Message message) {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        network.execute(() -> write(message, accepted));
        return accepted;
    }

    private void write(Message message, CompletableFuture<Void> accepted) {
        Stream open = stream;
        if (broken != null || open == null || finished) {
            fail(accepted);
            return;
        }
        ByteBuffer prefix = MessageFraming.prefix(message);
        byte[] head = message.head();
        open.write(
                ByteBuffer.allocate(prefix.remaining() + head.length).put(prefix).put(head).flip());
        if (message.body().hasRemaining()) {
            open.write(message.body());
        }
        if (open.unsentBytes() <= SEND_QUEUE_BYTES) {
            node.execute(() -> accepted.complete(null));
        } else {
            senders.add(accepted);
        }
    }

    @Override
    public CompletableFuture<Optional<Message>> receive() {
        CompletableFuture<Optional<Message>> next = new CompletableFuture<>();
        network.execute(() -> await(next));
        return next;
    }

    private void await(CompletableFuture<Optional<Message>> next) {
        if (receiver != null) {
            throw new IllegalStateException("two receivers on one stream");
        }
        receiver = next;
        decode();
        deliver();
    }

    @Override
    public void finish() {
        network.execute(() -> {
            if (stream != null && broken == null && !finished) {
                finished = true;
                stream.closeWrite();
            }
        });
    }

    @Override
    public void reset() {
        network.execute(() -> {
            if (stream != null && broken == null) {
                finished = true;
                stream.reset();
            }
        });
    }

    @Override
    public void opened(Stream opened) {
        stream = opened;
    }

    @Override
    public void received(Stream from, ByteBuffer bytes) {
        undecoded.add(bytes);
        decode();
        deliver();
    }

    @Override
    public void drained(Stream from) {
        while (!senders.isEmpty()) {
            CompletableFuture<Void> sender = senders.remove();
            node.execute(() -> sender.complete(null));
        }
    }

    @Override
    public void remoteClosed(Stream from) {
        remoteFinished = true;
        deliver();
    }

    @Override
    public void closed(Stream from, Optional<String> why) {
        broken = why.orElse("the stream has ended");
        if (why.isEmpty()) {
            remoteFinished = true;
        } else {
            undecoded.clear();
        }
        while (!senders.isEmpty()) {
            fail(senders.remove());
        }
        deliver();
    }

    private void decode() {
        Stream open = stream;
        while (open != null && !undecoded.isEmpty() && unreadBytes < UNREAD_BYTES) {
            ByteBuffer bytes = undecoded.element();
            int before = bytes.remaining();
            try {
                framing.read(bytes).ifPresent(this::keep);
            } catch (MalformedMessageException malformed) {
                undecoded.clear();
                open.reset();
                return;
            }
            if (broken == null) {
                open.consumed(before - bytes.remaining());
            }
            if (!bytes.hasRemaining()) {
                undecoded.remove();
            }
        }
    }

    private void keep(Message message) {
        unread.add(message);
        unreadBytes += sizeOf(message);
    }

    private void deliver() {
        CompletableFuture<Optional<Message>> waiting = receiver;
        if (waiting == null) {
            return;
        }
        if (!unread.isEmpty()) {
            Message message = unread.remove();
            unreadBytes -= sizeOf(message);
            receiver = null;
            node.execute(() -> waiting.complete(Optional.of(message)));
        } else if (remoteFinished && undecoded.isEmpty() && !framing.midMessage()) {
            receiver = null;
            node.execute(() -> waiting.complete(Optional.empty()));
        } else if (broken != null || remoteFinished) {
            receiver = null;
            fail(waiting);
        }
    }

    private void fail(CompletableFuture<?> waiting) {
        Failure failure =
                new Failure(
                        FailureKind.UNREACHABLE,
                        "talk to",
                        "peer " + link.peer(),
                        broken == null ? "the stream broke off" : broken);
        node.execute(() -> waiting.completeExceptionally(new FailureException(failure)));
    }

    private static long sizeOf(Message message) {
        return message.head().length + (long) message.body().remaining();
    }
}
