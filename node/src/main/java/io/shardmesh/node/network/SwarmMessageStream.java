package io.shardmesh.node.network;

import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a stream of the swarm; this side belongs to the node's strand, its {@link
 * MessageWire} to the network's. They post to each other, in runs of messages where there are many,
 * so that small ones do not cost a change of threads each.
 *
 * <p>Back-pressure: {@link #SEND_QUEUE_BYTES} of what was sent, and {@link
 * MessageWire#UNREAD_BYTES} of what came or a single larger message, lie between the two.
 */
final class SwarmMessageStream implements MessageStream {
    /** Enough to keep a connection busy between two sends of 1 MiB blocks. */
    static final long SEND_QUEUE_BYTES = 2L << 20;

    private final Link link;
    private final Scheduler network;
    private final Scheduler node;
    private final MessageWire wire;
    private final Queue<Message> arrived = new ArrayDeque<>();
    private final Queue<CompletableFuture<Void>> senders = new ArrayDeque<>();
    private @Nullable CompletableFuture<Optional<Message>> receiver;
    private long queuedBytes;
    private long takenBytes;
    private boolean finished;
    private boolean remoteFinished;
    private @Nullable String broken;

    /** A stream of a peer that is trusted with memory. */
    SwarmMessageStream(Link link, Scheduler network, Scheduler node) {
        this(link, network, node, null);
    }

    /**
     * A stream of any peer.
     *
     * @param guard what a stranger's stream may cost; null for a member's
     */
    SwarmMessageStream(
            Link link, Scheduler network, Scheduler node, @Nullable StrangerGuard guard) {
        this.link = link;
        this.network = network;
        this.node = node;
        this.wire = new MessageWire(new Posts(), guard);
    }

    /** The network's side. */
    StreamHandler handler() {
        return wire;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public CompletableFuture<Void> send(Message message) {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        if (broken != null || finished) {
            fail(accepted);
            return accepted;
        }
        queuedBytes += MessageWire.sizeOf(message);
        network.execute(() -> wire.write(message));
        if (queuedBytes <= SEND_QUEUE_BYTES) {
            // Not at once: a sender in a loop would go ever deeper.
            node.execute(() -> accepted.complete(null));
        } else {
            senders.add(accepted);
        }
        return accepted;
    }

    @Override
    public CompletableFuture<Optional<Message>> receive() {
        if (receiver != null) {
            throw new IllegalStateException("two receivers on one stream");
        }
        CompletableFuture<Optional<Message>> next = new CompletableFuture<>();
        receiver = next;
        if (!arrived.isEmpty() || remoteFinished || broken != null) {
            node.execute(this::deliver);
        }
        return next;
    }

    private void deliver() {
        CompletableFuture<Optional<Message>> waiting = receiver;
        if (waiting == null) {
            return;
        }
        if (!arrived.isEmpty()) {
            receiver = null;
            waiting.complete(Optional.of(take()));
        } else if (remoteFinished) {
            receiver = null;
            waiting.complete(Optional.empty());
        } else if (broken != null) {
            receiver = null;
            fail(waiting);
        }
    }

    private Message take() {
        Message message = arrived.remove();
        takenBytes += MessageWire.sizeOf(message);
        if (arrived.isEmpty() || takenBytes >= MessageWire.UNREAD_BYTES / 2) {
            long bytes = takenBytes;
            takenBytes = 0;
            network.execute(() -> wire.taken(bytes));
        }
        return message;
    }

    @Override
    public CompletableFuture<Traffic> traffic() {
        CompletableFuture<Traffic> told = new CompletableFuture<>();
        network.execute(() -> {
            Traffic now = wire.traffic();
            node.execute(() -> told.complete(now));
        });
        return told;
    }

    @Override
    public boolean isReusable() {
        return broken == null && !finished && !remoteFinished && arrived.isEmpty();
    }

    @Override
    public void finish() {
        finished = true;
        network.execute(wire::finish);
    }

    @Override
    public void reset() {
        finished = true;
        network.execute(wire::reset);
    }

    private void fail(CompletableFuture<?> waiting) {
        Failure failure =
                new Failure(
                        FailureKind.UNREACHABLE,
                        "talk to",
                        "peer " + link.peer(),
                        broken == null ? "the stream broke off" : broken);
        waiting.completeExceptionally(new FailureException(failure));
    }

    /** From the network's strand to the node's, in order. */
    private final class Posts implements MessageWire.Listener {
        @Override
        public void arrived(List<Message> messages) {
            node.execute(() -> {
                arrived.addAll(messages);
                deliver();
            });
        }

        @Override
        public void sent(long bytes) {
            node.execute(() -> {
                queuedBytes -= bytes;
                while (queuedBytes <= SEND_QUEUE_BYTES && !senders.isEmpty()) {
                    senders.remove().complete(null);
                }
            });
        }

        @Override
        public void remoteFinished() {
            node.execute(() -> {
                remoteFinished = true;
                deliver();
            });
        }

        @Override
        public void broken(String why) {
            node.execute(() -> {
                broken = why;
                while (!senders.isEmpty()) {
                    fail(senders.remove());
                }
                deliver();
            });
        }
    }
}
