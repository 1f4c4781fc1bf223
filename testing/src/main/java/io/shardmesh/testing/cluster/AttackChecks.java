package io.shardmesh.testing.cluster;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.testing.attack.Flood;
import io.shardmesh.testing.attack.MalformedTable;
import io.shardmesh.testing.attack.PingProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Strangers at 127.0.0.2 and further do to a node what they can; members are at 127.0.0.1. */
final class AttackChecks {
    /** How long arrivals and garbage go on in a run with every change. */
    static final int SHORT_SECONDS = 10;

    private static final String ATTACKER = "127.0.0.2";
    private static final String GOOD = "127.0.0.1";
    private static final int FLOOD_COUNT = 1000;
    private static final int PER_SECOND = 100;
    private static final int PUT_BYTES = 3_000_000;
    private static final long PING_GAP_NANOS = 20_000_000L;
    private static final Duration PING_LIMIT = Duration.ofMillis(100);
    private static final long GROWTH_LIMIT_BYTES = 20L << 20;

    private AttackChecks() {}

    static void malformed(TestMesh mesh, Report report) {
        report.check(
                "m: what is malformed gets what docs/limits.md says, and nothing else breaks",
                () -> malformed(mesh));
    }

    private static String malformed(TestMesh mesh) throws IOException {
        List<String> wrong = MalformedTable.tryOn(address(mesh.cluster().node("1")));
        Report.require(wrong.isEmpty(), String.join("; ", wrong));
        putAndGet(mesh, "after-malformed");
        return MalformedTable.rows().size() + " cases";
    }

    static void floods(TestMesh mesh, Report report, int seconds) {
        report.check(
                "a: floods from one address cost no memory and hurt no member",
                () -> new Attack(mesh, Duration.ofSeconds(seconds)).run());
    }

    private static void putAndGet(TestMesh mesh, String name) throws IOException {
        byte[] content = mesh.randomBytes(PUT_BYTES);
        mesh.get(mesh.put(name, content)).requireEqual(content, "of " + name);
    }

    static InetSocketAddress address(ServiceProcess node) {
        Multiaddr address = Multiaddr.parse(node.multiaddr().orElseThrow());
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), address.tcpPort().orElseThrow());
    }

    /** One attack on one node. */
    private static final class Attack {
        private final TestMesh mesh;
        private final ServiceProcess node;
        private final InetSocketAddress target;
        private final Duration time;
        private final List<Thread> attackers = new ArrayList<>();
        private final AtomicInteger garbageCount = new AtomicInteger();

        Attack(TestMesh mesh, Duration time) {
            this.mesh = mesh;
            this.node = mesh.cluster().node("2");
            this.target = address(node);
            this.time = time;
        }

        String run() throws IOException {
            warmUp();
            long before = node.memoryBytes("VmRSS");
            Duration calm = measure("calm", Duration.ofSeconds(2)).percentile(95);
            try (Flood flood = new Flood(ATTACKER, target)) {
                start(flood);
                PingProbe pings = measure("attack", time);
                long put = System.nanoTime();
                putAndGet(mesh, "under-attack");
                Duration putTime = Duration.ofNanos(System.nanoTime() - put);
                long during = node.memoryBytes("VmRSS");
                join();
                return verdict(before, during, calm, pings, putTime, flood);
            }
        }

        /** A first attack in small and a put, so that code and buffers are there. */
        private void warmUp() throws IOException {
            putAndGet(mesh, "before-attack");
            try (Flood flood = new Flood("127.0.0.3", target)) {
                flood.idle(FLOOD_COUNT / 10);
                flood.garbage(Duration.ofSeconds(5));
            }
        }

        private void start(Flood flood) {
            attackers.add(Thread.ofPlatform().start(() -> flood.idle(FLOOD_COUNT)));
            attackers.add(Thread.ofPlatform().start(() -> flood.halfOpen(FLOOD_COUNT)));
            attackers.add(Thread.ofPlatform().start(() -> flood.arrive(PER_SECOND, time)));
            attackers.add(
                    Thread.ofPlatform().start(() -> garbageCount.addAndGet(flood.garbage(time))));
        }

        private void join() {
            for (Thread attacker : attackers) {
                try {
                    attacker.join();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private PingProbe measure(String when, Duration howLong) throws IOException {
            long end = System.nanoTime() + howLong.toNanos();
            try (PingProbe probe = PingProbe.connect(GOOD, target)) {
                while (System.nanoTime() < end) {
                    probe.ping();
                    LockSupport.parkNanos(PING_GAP_NANOS);
                }
                Report.require(probe.count() > 0, "no ping " + when);
                return probe;
            }
        }

        private String verdict(
                long before, long during, Duration calm, PingProbe pings, Duration put, Flood flood)
                throws IOException {
            long after = node.memoryBytes("VmRSS");
            long grown = Math.max(during, after) - before;
            String seen =
                    "RSS %d MB before, %+d MB; ping p50 %.1f ms, p95 %.1f ms, max %.1f ms of %d (calm p95 %.1f ms); put and get in %.1f s; %d cut off, %d times garbage"
                            .formatted(
                                    before >> 20,
                                    grown >> 20,
                                    millis(pings.percentile(50)),
                                    millis(pings.percentile(95)),
                                    millis(pings.percentile(100)),
                                    pings.count(),
                                    millis(calm),
                                    put.toMillis() / 1e3,
                                    flood.refusedCount(),
                                    garbageCount.get());
            Report.require(grown <= GROWTH_LIMIT_BYTES, "its memory grew: " + seen);
            // On a machine with other work a ping can wait for its turn at either end.
            Report.require(
                    pings.percentile(50).compareTo(PING_LIMIT) < 0, "pings took too long: " + seen);
            Report.require(
                    node.toldCount("refused a connection") < 60, "the log has a line for each");
            return seen;
        }

        private static double millis(Duration time) {
            return time.toNanos() / 1e6;
        }
    }
}
