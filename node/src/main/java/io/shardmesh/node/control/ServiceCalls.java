package io.shardmesh.node.control;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** The client's connections to one service: each call has its own. */
final class ServiceCalls {
    private final Path socket;
    private final Set<FrameChannel> open = ConcurrentHashMap.newKeySet();

    /**
     * What waits for the service. No virtual threads: their poller never leaves a call into the
     * system, and the JVM of a command that is done waits 300 ms for such threads.
     */
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("control-", 0).factory());

    ServiceCalls(Path socket) {
        this.socket = socket;
    }

    /** Connects, sends a request; blocks only as long as the local system takes to accept. */
    FrameChannel begin(Frame request) throws IOException {
        FrameChannel channel = connect();
        open.add(channel);
        request.head().put("version", ServerConnection.VERSION);
        channel.send(request);
        return channel;
    }

    private FrameChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(address());
        try {
            return FrameChannel.open(channel, threads);
        } catch (RejectedExecutionException closed) {
            channel.close();
            throw new ClosedChannelException();
        }
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket);
    }

    void end(FrameChannel channel) {
        channel.close();
        open.remove(channel);
    }

    /** Asks for something with one answer. */
    <T> CompletableFuture<T> ask(Fields request, Function<Frame, T> decode) {
        return ask(Frame.of(request), decode);
    }

    /** The same with a body. */
    <T> CompletableFuture<T> ask(Frame request, Function<Frame, T> decode) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        run(() -> complete(answer, request, decode));
        return answer;
    }

    /** Runs what may block. Once all is closed it runs on the caller, and fails at once. */
    void run(Runnable call) {
        try {
            threads.execute(call);
        } catch (RejectedExecutionException closed) {
            call.run();
        }
    }

    private <T> void complete(
            CompletableFuture<T> answer, Frame request, Function<Frame, T> decode) {
        try {
            FrameChannel channel = begin(request);
            try {
                Frame reply =
                        channel.receive().orElseThrow(() -> Failures.serviceGone().exception());
                answer.complete(decode.apply(checked(reply)));
            } finally {
                end(channel);
            }
        } catch (IOException _) {
            answer.completeExceptionally(Failures.serviceGone().exception());
        } catch (RuntimeException e) {
            answer.completeExceptionally(known(e));
        }
    }

    /** Throws what a reply says went wrong. */
    static Frame checked(Frame reply) {
        return switch (reply.type()) {
            case "ok" -> reply;
            case "failed" -> throw Failures.decode(reply.head()).exception();
            default -> throw new MalformedControlException("no reply: " + reply.type());
        };
    }

    /** A failure as it is; whatever else a reply made the decoders throw, as a malformed reply. */
    static RuntimeException known(RuntimeException thrown) {
        return io.shardmesh.node.api.FailureException.find(thrown).isPresent()
                ? thrown
                : new Failure(
                                FailureKind.MALFORMED,
                                "ask",
                                "service",
                                "its answer is malformed: " + thrown.getMessage())
                        .exception();
    }

    /** Ends all calls; later ones fail as if the service had gone. May be called again. */
    void closeAll() {
        threads.shutdown();
        open.forEach(FrameChannel::close);
    }
}
