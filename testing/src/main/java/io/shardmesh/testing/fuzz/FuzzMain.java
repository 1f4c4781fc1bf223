package io.shardmesh.testing.fuzz;

import io.shardmesh.testing.fuzz.Fuzzer.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Behind {@code scripts/fuzz.sh}: {@code [--seconds N] [--target NAME] [--seed N] [--list]
 * [--write-corpus]}. Seconds are for each target. Prints a line for each and every finding with its
 * input. Exit codes: 0 nothing found, 1 something found, 2 used wrongly.
 */
public final class FuzzMain {
    private static final double DEFAULT_SECONDS = 1;

    private final PrintStream out;
    private final Path root;
    private double seconds = DEFAULT_SECONDS;
    private long seed = new SecureRandom().nextLong(1L << 40);
    private Optional<String> only = Optional.empty();

    private FuzzMain(PrintStream out, Path root) {
        this.out = out;
        this.root = root;
    }

    /** Runs the targets. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(System.getProperty("shardmesh.root", "."));
        int code = new FuzzMain(System.out, root).run(List.of(arguments), System.err);
        System.out.flush();
        System.exit(code);
    }

    private int run(List<String> words, PrintStream err) throws IOException {
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--list")) {
                FuzzTargets.all().forEach(target -> out.println(target.name()));
                return 0;
            }
            if (word.equals("--write-corpus")) {
                return writeCorpus();
            }
            String value = rest.hasNext() ? rest.next() : "";
            if (!take(word, value)) {
                err.println("fuzz: " + word + " " + value + " is not understood");
                return 2;
            }
        }
        return fuzz();
    }

    private boolean take(String word, String value) {
        if (word.equals("--seconds") && value.matches("[0-9]{1,6}(\\.[0-9]+)?")) {
            seconds = Double.parseDouble(value);
        } else if (word.equals("--seed") && value.matches("[0-9]{1,18}")) {
            seed = Long.parseLong(value);
        } else if (word.equals("--target")
                && FuzzTargets.all().stream().anyMatch(target -> target.name().equals(value))) {
            only = Optional.of(value);
        } else {
            return false;
        }
        return true;
    }

    private Corpus corpus() {
        return new Corpus(root.resolve("testing/corpus"));
    }

    private int writeCorpus() throws IOException {
        Seeds seeds = new Seeds(root);
        for (FuzzTarget target : FuzzTargets.all()) {
            corpus().write(target.name(), seeds.of(target.name()));
        }
        return 0;
    }

    private int fuzz() throws IOException {
        out.println("seed " + seed);
        int findingCount = 0;
        int targetCount = 0;
        for (FuzzTarget target : FuzzTargets.all()) {
            if (only.isPresent() && !only.get().equals(target.name())) {
                continue;
            }
            targetCount++;
            Fuzzer fuzzer = new Fuzzer(target, corpus().read(target.name()), seed);
            Optional<Finding> found = fuzzer.run(Duration.ofNanos((long) (seconds * 1e9)));
            out.printf(
                    "%s %s: %d inputs, %d taken as good%n",
                    found.isPresent() ? "FAIL" : "PASS",
                    target.name(),
                    fuzzer.inputCount(),
                    fuzzer.goodCount());
            found.ifPresent(finding -> out.println(finding));
            findingCount += found.isPresent() ? 1 : 0;
        }
        out.println(targetCount + " targets, " + findingCount + " findings");
        return findingCount == 0 ? 0 : 1;
    }
}
