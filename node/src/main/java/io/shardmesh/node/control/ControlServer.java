package io.shardmesh.node.control;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets commands of the same user ask a running node. Needs the home's lock, which proves that a
 * socket left there is nobody's.
 */
public final class ControlServer implements AutoCloseable {
    /** A person and a few scripts; each connection costs two virtual threads and one buffer. */
    private static final int MAX_CONNECTION_COUNT = 64;

    private static final Duration RETRY = Duration.ofMillis(100);

    private static final Logger LOG = System.getLogger("io.shardmesh.node.control");

    private static final Executor WRITERS =
            write -> Thread.ofVirtual().name("control-writer").start(write);

    private final ServerSocketChannel listener;
    private final Path socket;
    private final Node node;
    private final Set<FrameChannel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    private ControlServer(ServerSocketChannel listener, Path socket, Node node) {
        this.listener = listener;
        this.socket = socket;
        this.node = node;
    }

    /** Starts to accept. The node stays the caller's. Fails with what the system says. */
    public static ControlServer open(Home home, Map<String, String> environment, Node node) {
        Path socket = ControlPath.of(home, environment);
        Path directory = home.directory();
        if (!socket.startsWith(directory)) {
            directory = socket.resolveSibling("");
            ControlPath.makeDirectory(directory);
            ControlPath.checkPrivate(directory, home);
        }
        try {
            ControlServer server = new ControlServer(bind(socket), socket, node);
            Thread.ofVirtual().name("control-accept").start(server::accept);
            return server;
        } catch (IOException e) {
            throw IoFailures.of("listen on", socket.toString(), e).exception();
        }
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private void accept() {
        boolean refused = false;
        while (listener.isOpen()) {
            try {
                serve(listener.accept());
                refused = false;
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException trouble) {
                // No descriptors are left. Commands wait until there are some again.
                if (!refused) {
                    LOG.log(Level.WARNING, "commands have to wait: {0}", trouble.getMessage());
                }
                refused = true;
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void serve(SocketChannel accepted) {
        FrameChannel channel = FrameChannel.open(accepted, WRITERS);
        if (open.size() >= MAX_CONNECTION_COUNT) {
            channel.sendLast(
                    Frame.of(
                            Failures.encode(
                                    new Failure(
                                            FailureKind.BUSY,
                                            "ask",
                                            "service",
                                            "it answers " + MAX_CONNECTION_COUNT + " already"))));
            return;
        }
        open.add(channel);
        Thread.ofVirtual()
                .name("control-request")
                .start(() -> {
                    try {
                        new ServerConnection(channel, node, () -> ending).run();
                    } finally {
                        open.remove(channel);
                    }
                });
    }

    /**
     * Says that the node is ending: requests under way may still get their answer, new ones are
     * told so. The parts of a node that ends fail in ways of their own, which are no bugs.
     */
    public void end() {
        ending = true;
    }

    /** Stops accepting, ends all connections, removes the socket. May be called again. */
    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException _) {
            // A socket file that stays behind is taken for stale by whoever finds it.
        }
        open.forEach(FrameChannel::close);
    }
}
