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
 * by {@code --dir}. {@code --small} runs what tells the mutations apart, {@code --only LETTERS} the
 * checks whose lines begin with one of these letters; {@code --seed N} replays contents and places
 * of damage. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class ClusterTest {
    private static final String EVERYTHING = "abcdefghijklmnu";

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
        boolean small = false;
        String letters = EVERYTHING;
        int attackSeconds = AttackChecks.SHORT_SECONDS;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            String value = word.equals("--small") || !rest.hasNext() ? "" : rest.next();
            if (word.equals("--small")) {
                small = true;
            } else if (word.equals("--only") && value.matches("[" + EVERYTHING + "]+")) {
                letters = value;
            } else if (word.equals("--dir") && !value.isEmpty()) {
                directory = Optional.of(Path.of(value));
            } else if (word.equals("--attack-seconds") && value.matches("[0-9]{1,4}")) {
                attackSeconds = Integer.parseInt(value);
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
        return report(directory.get(), seed, new Wanted(letters, small, attackSeconds), out);
    }

    private static int report(Path directory, long seed, Wanted wanted, PrintStream out) {
        try {
            return test(directory, seed, wanted, out) ? 0 : 1;
        } catch (ClusterException | FailureException | IOException failed) {
            out.println("FAIL the mesh itself: " + failed.getMessage());
            out.println("0 passed, 1 failed");
            return 1;
        }
    }

    private static boolean test(Path directory, long seed, Wanted wanted, PrintStream out)
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
        run(test, report, wanted);
        return report.finish();
    }

    private static void run(TestMesh test, Report report, Wanted wanted) {
        if (wanted.any("d")) {
            PrivacyChecks.run(test, report);
            PacketChecks.run(test, report);
            SecretChecks.run(test, report);
        }
        if (wanted.whole("c")) {
            SizeChecks.run(test, report);
        }
        if (wanted.whole("g")) {
            LaunchChecks.run(test, report);
        }
        if (wanted.whole("i")) {
            BadInputChecks.run(test, report);
        }
        if (wanted.whole("j")) {
            InterruptChecks.run(test, report);
        }
        if (wanted.whole("l")) {
            ReaderChecks.run(test, report);
            JsonChecks.run(test, report);
        }
        if (wanted.whole("n")) {
            BatchChecks.run(test, report);
        }
        if (wanted.whole("h")) {
            RecoveryChecks.run(test, report);
        }
        if (wanted.whole("k")) {
            ShareChecks.run(test, report);
        }
        if (wanted.whole("u")) {
            GoldenHomesChecks.run(test, report);
        }
        if (wanted.whole("m")) {
            AttackChecks.malformed(test, report);
        }
        if (wanted.whole("a")) {
            DescriptorCheck.run(test, report);
            AttackChecks.floods(test, report, wanted.attackSeconds());
        }
        if (wanted.any("bf")) {
            report.check(
                    "the object that the next checks work on",
                    () -> {
                        HolderChecks.prepare(test, report).run(!wanted.small());
                        return "done";
                    });
        }
        if (wanted.whole("e")) {
            RestartCheck.run(test, report);
        }
    }

    /** Which checks to run. */
    private record Wanted(String letters, boolean small, int attackSeconds) {
        boolean any(String some) {
            return some.chars().anyMatch(letter -> letters.indexOf(letter) >= 0);
        }

        /** Those that tell no mutation from another are left out of a small run. */
        boolean whole(String some) {
            return !small && any(some);
        }
    }
}
