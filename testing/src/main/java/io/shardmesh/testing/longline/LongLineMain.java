package io.shardmesh.testing.longline;

import io.shardmesh.testing.attack.PingProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Parts of a long line. {@code front FOLDER BYTES PORT...} listens beside the client on the
 * holders' ports and is the line; {@code back FOLDER PORT...} stands beside the holders. Sockets of
 * the file system in the folder join the two, since those do not care for network namespaces.
 * {@code ping PORT SECONDS} prints round trips.
 */
public final class LongLineMain {
    private static final Duration DELAY = Duration.ofMillis(50);

    /** Small, so that what waits, waits with the program that sends. */
    private static final int SOCKET_BYTES = 128 * 1024;

    private static final Duration BEAT = Duration.ofMillis(100);

    private LongLineMain() {}

    /** Runs one part until it is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        switch (arguments[0]) {
            case "front" -> front(Path.of(rest.get(0)), Long.parseLong(rest.get(1)), rest);
            case "back" -> back(Path.of(rest.get(0)), rest.subList(1, rest.size()));
            case "ping" -> ping(Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1)));
            default -> throw new IllegalArgumentException("front, back or ping");
        }
    }

    private static void front(Path folder, long bytesPerSecond, List<String> arguments)
            throws IOException, InterruptedException {
        Line up = Line.slow(bytesPerSecond, DELAY, new Random(1));
        Line down = Line.slow(bytesPerSecond, DELAY, new Random(2));
        List<Thread> listening = new ArrayList<>();
        for (String port : arguments.subList(2, arguments.size())) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
            server.bind(tcp(port));
            listening.add(relay(server, socket(folder, port), up, down));
        }
        join(listening);
    }

    private static void back(Path folder, List<String> ports)
            throws IOException, InterruptedException {
        List<Thread> listening = new ArrayList<>();
        for (String port : ports) {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(socket(folder, port));
            listening.add(relay(server, tcp(port), Line.direct(), Line.direct()));
        }
        join(listening);
    }

    @SuppressWarnings("SystemOut") // A command line.
    private static Thread relay(
            ServerSocketChannel server, SocketAddress target, Line there, Line back) {
        return Thread.ofPlatform()
                .start(() -> {
                    while (true) {
                        try {
                            SocketChannel near = server.accept();
                            SocketChannel far = open(target);
                            far.connect(target);
                            Pump.start(near, far, there);
                            Pump.start(far, near, back);
                        } catch (IOException trouble) {
                            System.err.println("relay to " + target + ": " + trouble.getMessage());
                        }
                    }
                });
    }

    private static SocketChannel open(SocketAddress target) throws IOException {
        if (target instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        }
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    @SuppressWarnings("SystemOut") // A command line.
    private static void ping(int port, int seconds) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try (PingProbe probe = PingProbe.connect("127.0.0.1", tcp(Integer.toString(port)))) {
            while (System.nanoTime() - end < 0) {
                probe.ping();
                LockSupport.parkNanos(BEAT.toNanos());
            }
            System.out.printf(
                    "%d %d%n", probe.percentile(50).toMillis(), probe.percentile(95).toMillis());
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static InetSocketAddress tcp(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private static UnixDomainSocketAddress socket(Path folder, String port) {
        return UnixDomainSocketAddress.of(folder.resolve(port + ".sock"));
    }
}
