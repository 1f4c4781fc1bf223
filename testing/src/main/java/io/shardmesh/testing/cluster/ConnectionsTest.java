package io.shardmesh.testing.cluster;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.home.HomeLog;
import io.shardmesh.testing.attack.Crowd;
import io.shardmesh.testing.attack.PingProbe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Behind {@code scripts/connections.sh}: a mesh of three holders and a client, and {@code --count}
 * strangers that connect to one of the holders. Prints memory for each connection, pings and a put
 * beside them. The script raises the limits. Exit codes: 0 all connected, 1 not, 2 used wrongly.
 */
public final class ConnectionsTest {
    private static final int HOLDERS = 3;
    private static final int STEPS = 4;
    private static final int PINGS = 50;

    private ConnectionsTest() {}

    /** Runs it. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) throws IOException {
        HomeLog.silence();
        List<String> words = List.of(arguments);
        if (words.size() != 4
                || !words.get(0).equals("--dir")
                || !words.get(2).equals("--count")
                || !words.get(3).matches("[1-9][0-9]{0,5}")) {
            System.err.println("connections: --dir D --count N");
            System.exit(2);
        }
        int count = Integer.parseInt(words.get(3));
        int code = 1;
        try {
            code = run(Path.of(words.get(1)), count, System.out);
        } catch (ClusterException failed) {
            System.out.println("FAIL " + failed.getMessage());
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(Path directory, int count, PrintStream out) throws IOException {
        Path mesh = Files.createDirectories(directory.resolve("mesh"));
        Cluster cluster = Cluster.open(mesh, Path.of(System.getProperty("shardmesh.root", ".")));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::down));
        TestMesh test = TestMesh.start(cluster, directory.resolve("work"), 1, HOLDERS);
        ServiceProcess node = cluster.node("2");
        putAndGet(test, "before", out);
        long before = node.memoryBytes("VmRSS");
        out.printf("0 connections: RSS %d MB%n", before >> 20);
        Multiaddr address = Multiaddr.parse(node.multiaddr().orElseThrow());
        try (Crowd crowd = new Crowd(address)) {
            for (int step = 0; step < STEPS; step++) {
                crowd.grow(count / STEPS);
                print(crowd, node, before, out);
            }
            ping(node, out);
            putAndGet(test, "beside", out);
            print(crowd, node, before, out);
            int wanted = count / STEPS * STEPS;
            return crowd.connectedCount() >= wanted ? 0 : 1;
        }
    }

    private static void print(Crowd crowd, ServiceProcess node, long before, PrintStream out)
            throws IOException {
        long now = node.memoryBytes("VmRSS");
        int connected = crowd.connectedCount();
        out.printf(
                "%d connections (%d failed): RSS %d MB, %.1f KiB for each%n",
                connected,
                crowd.failedCount(),
                now >> 20,
                (now - before) / 1024.0 / Math.max(1, connected));
        out.flush();
    }

    private static void ping(ServiceProcess node, PrintStream out) throws IOException {
        try (PingProbe probe = PingProbe.connect("127.0.0.1", AttackChecks.address(node))) {
            for (int i = 0; i < PINGS; i++) {
                probe.ping();
            }
            out.printf(
                    "ping p50 %.1f ms, p95 %.1f ms%n",
                    millis(probe.percentile(50)), millis(probe.percentile(95)));
        }
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static void putAndGet(TestMesh test, String name, PrintStream out) throws IOException {
        long start = System.nanoTime();
        byte[] content = test.randomBytes(3_000_000);
        test.get(test.put(name, content)).requireEqual(content, name);
        out.printf("put and get of 3 MB %s: %.1f s%n", name, (System.nanoTime() - start) / 1e9);
    }
}
