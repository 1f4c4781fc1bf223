package io.shardmesh.simulator.plain;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Traffic;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One end of a stream. What was sent and not received holds the sender back at {@link
 * #UNRECEIVED_BYTES}, a little less than queue and window of the real one do together.
 */
final class PlainStream implements MessageStream {
    static final long UNRECEIVED_BYTES = 2L << 20;

    /** An empty message counts too. */
    private static final long MESSAGE_OVERHEAD_BYTES = 64;

    private final PlainLink.End end;
    private final String protocol;
    private final Queue<Message> arrived = new ArrayDeque<>();
    private final Queue<CompletableFuture<Void>> senders = new ArrayDeque<>();
    private @Nullable PlainStream other;
    private @Nullable CompletableFuture<Optional<Message>> receiver;
    private long unreceivedBytes;
    private long sentBytes;
    private long receivedBytes;
    private boolean finished;
    private boolean remoteFinished;
    private @Nullable String broken;

    PlainStream(PlainLink.End end, String protocol) {
        this.end = end;
        this.protocol = protocol;
    }

    void join(PlainStream farEnd) {
        other = farEnd;
    }

    String protocol() {
        return protocol;
    }

    @Override
    public Link link() {
        return end.shown();
    }

    @Override
    public CompletableFuture<Void> send(Message message) {
        if (broken != null || finished) {
            return Async.failed(gone());
        }
        int headBytes = message.head().length;
        int bodyBytes = message.body().remaining();
        end.link().carried(end, protocol, headBytes, bodyBytes);
        sentBytes += headBytes + bodyBytes;
        unreceivedBytes += sizeOf(message);
        later(() -> other().arrive(message));
        if (unreceivedBytes <= UNRECEIVED_BYTES) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        senders.add(accepted);
        return accepted;
    }

    private static long sizeOf(Message message) {
        return MESSAGE_OVERHEAD_BYTES + message.head().length + message.body().remaining();
    }

    private void arrive(Message message) {
        if (broken == null) {
            receivedBytes += message.head().length + message.body().remaining();
            arrived.add(message);
            deliver();
        }
    }

    @Override
    public CompletableFuture<Optional<Message>> receive() {
        if (receiver != null) {
            throw new IllegalStateException("two receivers on one stream");
        }
        CompletableFuture<Optional<Message>> next = new CompletableFuture<>();
        receiver = next;
        deliver();
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
        } else if (broken != null) {
            receiver = null;
            waiting.completeExceptionally(gone().exception());
        } else if (remoteFinished) {
            receiver = null;
            waiting.complete(Optional.empty());
        }
    }

    private Message take() {
        Message message = arrived.remove();
        other().received(sizeOf(message));
        return message;
    }

    /** The count is right at once; a sender that waits hears of it as late as word would come. */
    private void received(long bytes) {
        unreceivedBytes -= bytes;
        if (!senders.isEmpty()) {
            end.link().later(end.owner(), this::admit);
        }
    }

    private void admit() {
        while (unreceivedBytes <= UNRECEIVED_BYTES && !senders.isEmpty()) {
            senders.remove().complete(null);
        }
    }

    @Override
    public CompletableFuture<Traffic> traffic() {
        return CompletableFuture.completedFuture(new Traffic(receivedBytes, sentBytes));
    }

    @Override
    public boolean isReusable() {
        return broken == null && !finished && !remoteFinished && arrived.isEmpty();
    }

    @Override
    public void finish() {
        if (broken == null && !finished) {
            finished = true;
            later(() -> other().hearFinish());
            endIfDone();
        }
    }

    private void hearFinish() {
        if (broken == null) {
            remoteFinished = true;
            endIfDone();
            deliver();
        }
    }

    private void endIfDone() {
        if (finished && remoteFinished) {
            end.ended(this);
        }
    }

    @Override
    public void reset() {
        if (broken == null) {
            finished = true;
            // In a turn of its own: whoever resets is in the middle of something.
            end.owner().strand().execute(() -> breakOff("the stream was reset"));
            later(() -> other().breakOff("the stream was reset"));
        }
    }

    /** Ends it here; what has arrived is dropped. */
    void breakOff(String why) {
        if (broken != null) {
            return;
        }
        broken = why;
        end.ended(this);
        arrived.clear();
        while (!senders.isEmpty()) {
            senders.remove().completeExceptionally(gone().exception());
        }
        deliver();
    }

    private void later(Runnable task) {
        end.link().later(end.opposite().owner(), task);
    }

    private Failure gone() {
        return new Failure(
                FailureKind.UNREACHABLE,
                "talk to",
                "peer " + link().peer(),
                broken == null ? "the stream has ended" : broken);
    }

    private PlainStream other() {
        if (other == null) {
            throw new IllegalStateException("a stream without its other end");
        }
        return other;
    }
}
