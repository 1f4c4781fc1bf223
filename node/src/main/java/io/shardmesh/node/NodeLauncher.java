package io.shardmesh.node;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.control.ControlClient;
import io.shardmesh.node.control.ControlServer;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.HomeLock;
import io.shardmesh.node.home.HomeLog;
import io.shardmesh.node.runtime.EarlyLoading;
import io.shardmesh.node.runtime.RunningNode;
import io.shardmesh.node.runtime.SystemRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The front door: a node in this process, or the one that runs as a service in a home. */
public final class NodeLauncher {
    private NodeLauncher() {}

    /**
     * Connects to the service of a home; empty when none runs there. Blocks for a moment.
     *
     * @param environment to find the control socket by
     */
    public static Optional<Node> connect(Home home, Map<String, String> environment) {
        return ControlClient.connect(home, environment);
    }

    /**
     * Starts a node in this process, which owns the home until it has ended. Waits up to five
     * seconds for another owner to leave (in the calling thread); if that turns out to be a
     * service, the node that comes back is the way to it.
     *
     * @param purpose what the program is doing, for the message that others see meanwhile
     * @return completes when the node is ready
     */
    public static CompletableFuture<Node> open(
            Home home, Map<String, String> environment, String purpose, NodeOptions options) {
        Node[] service = new Node[1];
        Optional<HomeLock> lock =
                HomeLock.acquire(
                        home,
                        purpose,
                        HomeLock.DEFAULT_WAIT,
                        () -> {
                            connect(home, environment).ifPresent(found -> service[0] = found);
                            return service[0] != null;
                        });
        if (lock.isEmpty()) {
            return CompletableFuture.completedFuture(service[0]);
        }
        return start(home, options, lock.get());
    }

    /**
     * Begins to load what {@link #open} and {@link #serve} will need, beside what the caller does
     * until then.
     */
    public static void prepare(Home home) {
        EarlyLoading.begin(home);
    }

    /**
     * Starts a service in this process, with a control socket for the commands of its user. Fails
     * with IN_USE when the home has another owner.
     */
    public static CompletableFuture<Node> serve(
            Home home, Map<String, String> environment, NodeOptions options) {
        HomeLock lock =
                HomeLock.acquire(home, "service", HomeLock.DEFAULT_WAIT, () -> false)
                        .orElseThrow(() -> new IllegalStateException("nobody else may answer"));
        return start(home, options, lock).thenApply(node -> withControl(home, environment, node));
    }

    private static Node withControl(Home home, Map<String, String> environment, Node node) {
        try {
            ControlServer control = ControlServer.open(home, environment, node);
            return OwnedNode.of(node, control::end, control::close);
        } catch (RuntimeException unreachable) {
            node.close();
            throw unreachable;
        }
    }

    private static CompletableFuture<Node> start(Home home, NodeOptions options, HomeLock lock) {
        // Only the owner of the home writes its log, so it is opened under the lock.
        HomeLog log = openLog(home, lock);
        return RunningNode.open(home, options)
                .whenComplete((node, trouble) -> {
                    if (trouble != null) {
                        leave(log, lock);
                    }
                })
                .thenApply(node -> OwnedNode.of(node, () -> {}, () -> leave(log, lock)));
    }

    private static HomeLog openLog(Home home, HomeLock lock) {
        try {
            return HomeLog.open(home);
        } catch (RuntimeException unwritable) {
            lock.close();
            throw unwritable;
        }
    }

    private static void leave(HomeLog log, HomeLock lock) {
        log.close();
        lock.close();
    }

    /** The operating system's randomness. */
    public static RandomSource random() {
        return new SystemRandom();
    }
}
