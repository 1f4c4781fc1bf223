package io.shardmesh.node.network;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One end of a stream from this node to itself; both ends live on the node's strand. */
final class LoopbackStream implements MessageStream {
    /** As few as keep both ends busy: each may carry a block of 1 MiB. */
    private static final int QUEUE_COUNT = 2;

    private final Link link;
    private final Scheduler node;
    private final Queue<Message> inbox = new ArrayDeque<>();
    private final Queue<CompletableFuture<Void>> senders = new ArrayDeque<>();
    private @Nullable LoopbackStream other;
    private @Nullable CompletableFuture<Optional<Message>> receiver;
    private long receivedBytes;
    private boolean finished;
    private boolean broken;

    private LoopbackStream(Link link, Scheduler node) {
        this.link = link;
        this.node = node;
    }

    record Pair(LoopbackStream near, LoopbackStream far) {}

    static Pair pair(Link near, Link far, Scheduler node) {
        LoopbackStream one = new LoopbackStream(near, node);
        LoopbackStream two = new LoopbackStream(far, node);
        one.other = two;
        two.other = one;
        return new Pair(one, two);
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public CompletableFuture<Void> send(Message message) {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        node.execute(() -> other().take(message, accepted));
        return accepted;
    }

    private void take(Message message, CompletableFuture<Void> accepted) {
        if (broken) {
            accepted.completeExceptionally(gone());
            return;
        }
        inbox.add(message);
        receivedBytes += MessageWire.sizeOf(message);
        if (inbox.size() <= QUEUE_COUNT) {
            accepted.complete(null);
        } else {
            senders.add(accepted);
        }
        deliver();
    }

    @Override
    public CompletableFuture<Optional<Message>> receive() {
        if (receiver != null) {
            throw new IllegalStateException("two receivers on one stream");
        }
        CompletableFuture<Optional<Message>> next = new CompletableFuture<>();
        receiver = next;
        node.execute(this::deliver);
        return next;
    }

    @Override
    public CompletableFuture<Traffic> traffic() {
        return CompletableFuture.completedFuture(new Traffic(receivedBytes, other().receivedBytes));
    }

    @Override
    public boolean isReusable() {
        return !broken && !finished && !other().finished && inbox.isEmpty();
    }

    @Override
    public void finish() {
        node.execute(() -> {
            other().finished = true;
            other().deliver();
        });
    }

    @Override
    public void reset() {
        node.execute(() -> {
            breakOff();
            other().breakOff();
        });
    }

    private void breakOff() {
        broken = true;
        inbox.clear();
        senders.forEach(sender -> sender.completeExceptionally(gone()));
        senders.clear();
        deliver();
    }

    private void deliver() {
        CompletableFuture<Optional<Message>> waiting = receiver;
        if (waiting == null) {
            return;
        }
        if (!inbox.isEmpty()) {
            receiver = null;
            Message message = inbox.remove();
            if (!senders.isEmpty()) {
                senders.remove().complete(null);
            }
            waiting.complete(Optional.of(message));
        } else if (broken) {
            receiver = null;
            waiting.completeExceptionally(gone());
        } else if (finished) {
            receiver = null;
            waiting.complete(Optional.empty());
        }
    }

    private FailureException gone() {
        return new FailureException(
                new Failure(
                        FailureKind.UNREACHABLE,
                        "talk to",
                        "peer " + link.peer(),
                        "the stream was reset"));
    }

    private LoopbackStream other() {
        if (other == null) {
            throw new IllegalStateException("a loopback stream without its other end");
        }
        return other;
    }
}
