package io.shardmesh.node.control;

import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A put or a get at the command: a thread answers what the service asks for until it reports the
 * outcome.
 */
final class Transfer<T> implements Operation<T> {
    private final ServiceCalls calls;
    private final Function<Fields, T> decode;
    private final BiConsumer<Frame, FrameChannel> onData;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private volatile Progress progress = new Progress(0, OptionalLong.empty());
    private volatile boolean cancelled;
    private volatile Optional<FrameChannel> channel = Optional.empty();

    private Transfer(
            ServiceCalls calls,
            Function<Fields, T> decode,
            BiConsumer<Frame, FrameChannel> onData) {
        this.calls = calls;
        this.decode = decode;
        this.onData = onData;
    }

    /**
     * Begins.
     *
     * @param onData gets each frame that carries or asks for data; must not block
     */
    static <T> Transfer<T> start(
            ServiceCalls calls,
            Frame request,
            Function<Fields, T> decode,
            BiConsumer<Frame, FrameChannel> onData) {
        Transfer<T> transfer = new Transfer<>(calls, decode, onData);
        calls.run(() -> transfer.run(request));
        return transfer;
    }

    private void run(Frame request) {
        try {
            FrameChannel opened = calls.begin(request);
            channel = Optional.of(opened);
            try {
                // Cancelled before there was a channel to close.
                if (!cancelled) {
                    outcome.complete(follow(opened));
                }
            } finally {
                calls.end(opened);
            }
        } catch (IOException _) {
            outcome.completeExceptionally(Failures.serviceGone().exception());
        } catch (RuntimeException e) {
            outcome.completeExceptionally(ServiceCalls.known(e));
        } finally {
            cancel();
            // The request of a get ends in the file key.
            Arrays.fill(request.body().array(), (byte) 0);
        }
    }

    private T follow(FrameChannel opened) throws IOException {
        while (true) {
            Frame frame = opened.receive().orElseThrow(() -> Failures.serviceGone().exception());
            switch (frame.type()) {
                case "read", "data" -> {
                    progress = StoreCodec.progress(frame.head());
                    onData.accept(frame, opened);
                }
                case "progress" -> {
                    progress = StoreCodec.progress(frame.head());
                    opened.send(Frame.of(Fields.ofType("seen")));
                }
                default -> {
                    return decode.apply(ServiceCalls.checked(frame).head());
                }
            }
        }
    }

    @Override
    public CompletableFuture<T> outcome() {
        return outcome;
    }

    @Override
    public void cancel() {
        cancelled = true;
        outcome.completeExceptionally(Failures.cancelled("transfer").exception());
        channel.ifPresent(calls::end);
    }

    @Override
    public Progress progress() {
        return progress;
    }
}
