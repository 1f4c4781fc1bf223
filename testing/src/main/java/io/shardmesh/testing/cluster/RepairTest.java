package io.shardmesh.testing.cluster;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.home.HomeLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * Behind {@code scripts/repair-test.sh}: nine real holders in {@code --dir} that repair after
 * {@code --grace} seconds, and {@link RepairChecks} and {@link SickHomeChecks} on them, with {@code
 * --disks} those that mount disks too. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class RepairTest {
    private static final int HOLDER_COUNT = 9;
    private static final String DISKS = "--disks";

    private RepairTest() {}

    /** Runs the checks. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(List.of(arguments), System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        boolean understood =
                (words.size() == 4 || (words.size() == 5 && words.getLast().equals(DISKS)))
                        && words.get(0).equals("--dir")
                        && words.get(2).equals("--grace")
                        && words.get(3).matches("[1-9][0-9]{0,3}");
        if (!understood) {
            err.println("usage: repair-test.sh [--grace SECONDS] [--disks]");
            return 2;
        }
        Path directory = Path.of(words.get(1));
        Duration grace = Duration.ofSeconds(Long.parseLong(words.get(3)));
        long seed = new SecureRandom().nextLong(1L << 40);
        out.println("seed " + seed);
        Cluster cluster =
                Cluster.open(
                        directory.resolve("mesh"),
                        Path.of(System.getProperty("shardmesh.root", ".")));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::down));
        try {
            TestMesh mesh = TestMesh.start(cluster, directory.resolve("work"), seed, HOLDER_COUNT);
            Report report = new Report(out);
            RepairChecks.prepare(mesh, report, grace).run();
            SickHomeChecks sick = SickHomeChecks.prepare(mesh, report, grace);
            sick.files();
            if (words.contains(DISKS)) {
                sick.disks();
            }
            return report.finish() ? 0 : 1;
        } catch (ClusterException | FailureException | IOException failed) {
            out.println("FAIL the mesh itself: " + failed.getMessage());
            return 1;
        }
    }
}
