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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The way from a command to the service in its home. */
public final class ControlClient {
    /** A service that does not greet within this is stuck. */
    private static final Duration GREETING = Duration.ofSeconds(10);

    private ControlClient() {}

    /**
     * Connects to the service of a home; empty when none runs there, or one that is ending. Blocks
     * until it has greeted, at most ten seconds.
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
        calls.run(() -> watch(calls, greeting, greeted, ended));
        return awaitGreeting(greeted, home, calls)
                ? Optional.of(new RemoteNode(calls, ended))
                : Optional.empty();
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

    /** False when the service is ending or has just ended: the next one is somebody else. */
    private static boolean awaitGreeting(
            CompletableFuture<Void> greeted, Home home, ServiceCalls calls) {
        try {
            greeted.get(GREETING.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException silent) {
            calls.closeAll();
            throw stuck(home);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            calls.closeAll();
            throw Failures.cancelled("ask service").exception();
        } catch (ExecutionException refused) {
            calls.closeAll();
            Failure why = Failures.of(refused);
            if (why.kind() == FailureKind.UNREACHABLE) {
                return false;
            }
            throw why.exception();
        }
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
