package io.shardmesh.testing.cluster;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.home.HomeLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

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
        Optional<Path> directory = Optional.empty();
        long seed = new SecureRandom().nextLong(1L << 40);
        boolean everything = true;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            String value = word.equals("--small") || !rest.hasNext() ? "" : rest.next();
            if (word.equals("--small")) {
                everything = false;
            } else if (word.equals("--dir") && !value.isEmpty()) {
                directory = Optional.of(Path.of(value));
            } else if (word.equals("--seed") && value.matches("[0-9]{1,18}")) {
                seed = Long.parseLong(value);
            } else {
                err.println("cluster-test: " + word + " is not understood");
                return 2;
            }
        }
        if (directory.isEmpty()) {
            err.println("cluster-test: --dir D is missing");
            return 2;
        }
        out.println("seed " + seed);
        return report(directory.get(), seed, everything, out);
    }

    private static int report(Path directory, long seed, boolean everything, PrintStream out) {
        try {
            return test(directory, seed, everything, out) ? 0 : 1;
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
        PacketChecks.run(test, report);
        SecretChecks.run(test, report);
        if (everything) {
            SizeChecks.run(test, report);
            BadInputChecks.run(test, report);
            InterruptChecks.run(test, report);
            ReaderChecks.run(test, report);
            JsonChecks.run(test, report);
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
