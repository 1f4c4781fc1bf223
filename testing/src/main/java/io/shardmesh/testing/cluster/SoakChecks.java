package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Item j: hours of mixed load in minutes. Some holders are killed, stopped and started again all
 * the time; the others and the client are never touched, and what they use must not grow.
 */
final class SoakChecks {
    private static final String LEAK_LEVEL = "-Dio.netty.leakDetection.level=paranoid";
    private static final Duration SAMPLE_EVERY = Duration.ofSeconds(10);
    private static final int MAX_STOP_SECONDS = 30;
    private static final int MAX_QUIET_SECONDS = 8;

    /** Compilers and caches have settled after a third of the time. */
    private static final int WARM_UP_PART = 3;

    private static final List<String> DISTURBED = List.of("4", "5", "6", "7");

    private final TestMesh mesh;
    private final Duration length;
    private final SplittableRandom random;
    private final LoadedMesh loaded;
    private final List<Growth> growths = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> trouble = new ConcurrentLinkedQueue<>();
    private int killCount;
    private int stopCount;
    private int restartCount;

    SoakChecks(TestMesh mesh, Duration length) {
        this.mesh = mesh;
        this.length = length;
        this.random = new SplittableRandom(mesh.random().nextLong());
        this.loaded = LoadedMesh.of(mesh);
    }

    void run(Report report) {
        report.check("mixed load while nodes die, stop and start", this::soak);
        for (Growth growth : growths) {
            report.check("what node " + growth.node().name() + " uses", growth::check);
        }
        report.check("no buffer of Netty has leaked", this::leaks);
        loaded.check(report);
    }

    private String soak() throws IOException {
        long start = System.nanoTime();
        Thread disturbing = Thread.ofPlatform().start(() -> disturb(start + length.toNanos()));
        try (var _ = loaded.start(random)) {
            waitUntil(start + length.dividedBy(WARM_UP_PART).toNanos());
            for (ServiceProcess node : mesh.cluster().nodes()) {
                if (!DISTURBED.contains(node.name())) {
                    growths.add(Growth.from(node));
                }
            }
            long end = start + length.toNanos();
            while (System.nanoTime() < end) {
                for (Growth growth : growths) {
                    growth.sample();
                }
                waitUntil(Math.min(end, System.nanoTime() + SAMPLE_EVERY.toNanos()));
            }
            join(disturbing);
        }
        Report.require(trouble.isEmpty(), trouble.toString());
        return "%s; %d kills, %d stops, %d restarts; %s"
                .formatted(loaded.summary(), killCount, stopCount, restartCount, Growth.allowed());
    }

    private static void waitUntil(long nanos) {
        Waiting.until(Duration.ofNanos(nanos - System.nanoTime()), () -> false);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void disturb(long end) {
        SplittableRandom own = new SplittableRandom(mesh.random().nextLong());
        while (System.nanoTime() < end) {
            ServiceProcess victim =
                    mesh.cluster().node(DISTURBED.get(own.nextInt(DISTURBED.size())));
            try {
                disturb(victim, own);
            } catch (IOException | RuntimeException wrong) {
                trouble.add(victim.name() + ": " + wrong);
            }
            Waiting.until(Duration.ofSeconds(own.nextInt(MAX_QUIET_SECONDS)), () -> false);
        }
    }

    private void disturb(ServiceProcess victim, SplittableRandom own) throws IOException {
        if (!victim.running()) {
            startAgain(victim); // It was not ready in time when it was started last.
        }
        switch (own.nextInt(3)) {
            case 0 -> {
                victim.kill();
                killCount++;
                startAgain(victim);
            }
            case 1 -> {
                victim.sleep();
                stopCount++;
                Waiting.until(Duration.ofSeconds(1 + own.nextInt(MAX_STOP_SECONDS)), () -> false);
                victim.awake();
            }
            default -> {
                victim.end();
                restartCount++;
                startAgain(victim);
            }
        }
    }

    private void startAgain(ServiceProcess victim) {
        Cluster cluster = mesh.cluster();
        loaded.home(victim)
                .pause(() -> victim.launch(cluster.launcher(), cluster.commands().environment()));
    }

    /** Netty tells of a leak in the log, when it looks for leaks. */
    private String leaks() throws IOException {
        int count = 0;
        for (ServiceProcess node : mesh.cluster().nodes()) {
            long pid = node.process().orElseThrow().pid();
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            Report.require(line.contains(LEAK_LEVEL), node.name() + " does not look for leaks");
            List<String> lines = new ArrayList<>(node.ownLog());
            lines.addAll(Files.readAllLines(node.log()));
            count += lines.size();
            try (Stream<String> leaks = lines.stream().filter(each -> each.contains("LEAK:"))) {
                List<String> found = leaks.toList();
                Report.require(found.isEmpty(), node.name() + ": " + found);
            }
        }
        return count + " lines of logs";
    }
}
