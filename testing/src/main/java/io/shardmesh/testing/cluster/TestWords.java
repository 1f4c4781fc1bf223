package io.shardmesh.testing.cluster;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.home.HomeLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * What the long tests are told.
 *
 * @param directory where all files lie
 * @param count how many, or for how long
 * @param seed decides the load and what is done to nodes
 */
record TestWords(Path directory, int count, long seed) {
    static Optional<TestWords> parse(List<String> words, String counted, int usualCount) {
        Optional<Path> directory = Optional.empty();
        int count = usualCount;
        long seed = new SecureRandom().nextLong(1L << 40);
        for (int i = 0; i + 1 < words.size(); i += 2) {
            String value = words.get(i + 1);
            if (words.get(i).equals("--dir")) {
                directory = Optional.of(Path.of(value));
            } else if (words.get(i).equals(counted) && value.matches("[1-9][0-9]{0,4}")) {
                count = Integer.parseInt(value);
            } else if (words.get(i).equals("--seed") && value.matches("[0-9]{1,18}")) {
                seed = Long.parseLong(value);
            } else {
                return Optional.empty();
            }
        }
        if (words.size() % 2 != 0 || directory.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TestWords(directory.get(), count, seed));
    }

    /**
     * A whole command line: understands it, runs and ends this process.
     *
     * @param usage what is said when it is not understood
     * @param counted the option that says how many, or for how long
     */
    @SuppressWarnings("SystemOut") // A command line.
    static void command(
            String[] arguments, String usage, String counted, int usualCount, Checks checks) {
        HomeLog.silence();
        int code =
                parse(List.of(arguments), counted, usualCount)
                        .map(understood -> understood.run(System.out, checks))
                        .orElseGet(() -> {
                            System.err.println("usage: " + usage);
                            return 2;
                        });
        System.out.flush();
        System.exit(code);
    }

    /** The checks of one test. */
    interface Checks {
        void run(TestMesh mesh, Report report, int count);
    }

    /** Brings a mesh up, runs the checks on it and ends it; gives the exit code. */
    private int run(PrintStream out, Checks checks) {
        out.println("seed " + seed);
        try {
            Path meshes = Files.createDirectories(directory.resolve("mesh"));
            Cluster cluster =
                    Cluster.open(meshes, Path.of(System.getProperty("shardmesh.root", ".")));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::down));
            TestMesh mesh = TestMesh.start(cluster, directory.resolve("work"), seed);
            Report report = new Report(out);
            checks.run(mesh, report, count);
            return report.finish() ? 0 : 1;
        } catch (ClusterException | FailureException | IOException failed) {
            out.println("FAIL the mesh itself: " + failed.getMessage());
            return 1;
        }
    }
}
