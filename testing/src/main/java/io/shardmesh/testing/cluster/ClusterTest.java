package io.shardmesh.testing.cluster;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.home.HomeLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * Behind {@code scripts/cluster-test.sh}: seven real holders and a client, in the directory named
 * by {@code --dir}. {@code --small} runs what tells the mutations apart; {@code --seed N} replays
 * contents and places of damage. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class ClusterTest {
    private ClusterTest() {}

    /** Runs the checks. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(List.of(arguments), System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        int at = words.indexOf("--dir");
        if (at < 0 || at + 1 >= words.size()) {
            err.println("cluster-test: --dir D is missing");
            return 2;
        }
        int seedAt = words.indexOf("--seed");
        long seed =
                seedAt >= 0 && seedAt + 1 < words.size()
                        ? Long.parseLong(words.get(seedAt + 1))
                        : new SecureRandom().nextLong(1L << 40);
        out.println("seed " + seed);
        Path directory = Path.of(words.get(at + 1));
        try {
            return test(directory, seed, !words.contains("--small"), out) ? 0 : 1;
        } catch (ClusterException | FailureException | IOException failed) {
            out.println("FAIL the mesh itself: " + failed.getMessage());
            out.println("0 passed, 1 failed");
            return 1;
        }
    }

    private static boolean test(Path directory, long seed, boolean everything, PrintStream out)
            throws IOException {
        Path mesh = Files.createDirectories(directory.resolve("mesh"));
        Path root = Path.of(System.getProperty("shardmesh.root", "."));
        Cluster cluster = Cluster.open(mesh, root);
        Thread ending = Thread.ofPlatform().unstarted(cluster::down);
        Runtime.getRuntime().addShutdownHook(ending);
        Report report = new Report(out);
        long start = System.nanoTime();
        TestMesh test = TestMesh.start(cluster, directory.resolve("work"), seed);
        out.printf(
                "mesh of %d up after %.1f s%n",
                TestMesh.NODE_COUNT, (System.nanoTime() - start) / 1e9);
        PrivacyChecks.run(test, report);
        if (everything) {
            SizeChecks.run(test, report);
        }
        report.check(
                "the object that the next checks work on",
                () -> {
                    HolderChecks.prepare(test, report).run(everything);
                    return "done";
                });
        if (everything) {
            RestartCheck.run(test, report);
        }
        return report.finish();
    }
}
