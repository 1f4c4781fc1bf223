package io.shardmesh.node.control;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The way from a command to the service in its home. */
public final class ControlClient {
    /** A service that does not greet within this is stuck. */
    private static final Duration GREETING = Duration.ofSeconds(10);

    private ControlClient() {}

    /**
     * Connects to the service of a home; empty when none runs there. Blocks until it has greeted,
     * at most ten seconds.
     *
     * <p>Fails with TIMEOUT when it accepts and says nothing, REFUSED when it speaks another
     * version, PERMISSION when the socket's directory could be another user's.
     */
    public static Optional<Node> connect(Home home, Map<String, String> environment) {
        Path socket = ControlPath.of(home, environment);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        if (!socket.startsWith(home.directory())) {
            ControlPath.checkPrivate(socket.resolveSibling(""), home);
        }
        ServiceCalls calls = new ServiceCalls(socket);
        FrameChannel greeting;
        try {
            greeting = calls.begin(Frame.of(Fields.ofType("hello")));
        } catch (IOException _) {
            // Nobody accepts: a socket that a killed service left behind.
            return Optional.empty();
        }
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("control-watch")
                .start(() -> watch(calls, greeting, greeted, ended));
        awaitGreeting(greeted, home, calls);
        return Optional.of(new RemoteNode(calls, ended));
    }

    private static void watch(
            ServiceCalls calls,
            FrameChannel greeting,
            CompletableFuture<Void> greeted,
            CompletableFuture<Void> ended) {
        try {
            Frame reply = greeting.receive().orElseThrow(() -> Failures.serviceGone().exception());
            ServiceCalls.checked(reply);
            greeted.complete(null);
            while (greeting.receive().isPresent()) {
                // Nothing else is said yet; a later version may.
            }
        } catch (IOException _) {
            // The end of the connection, by either side.
        } catch (RuntimeException e) {
            greeted.completeExceptionally(ServiceCalls.known(e));
        } finally {
            greeted.completeExceptionally(Failures.serviceGone().exception());
            calls.end(greeting);
            ended.complete(null);
        }
    }

    private static void awaitGreeting(
            CompletableFuture<Void> greeted, Home home, ServiceCalls calls) {
        greeted.orTimeout(GREETING.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(thrown -> {
                    calls.closeAll();
                    return CompletableFuture.failedFuture(
                            thrown instanceof java.util.concurrent.TimeoutException
                                    ? stuck(home)
                                    : thrown);
                })
                .join();
    }

    private static RuntimeException stuck(Home home) {
        return new Failure(
                        FailureKind.TIMEOUT,
                        "ask service in",
                        home.directory().toString(),
                        "no answer within " + GREETING.toSeconds() + " s")
                .exception();
    }
}
