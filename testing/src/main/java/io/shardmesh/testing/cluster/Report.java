package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.io.PrintStream;

/** Counts named checks and prints a line for each. */
public final class Report {
    private final PrintStream out;
    private int passedCount;
    private int failedCount;

    /** Prints to the stream. */
    public Report(PrintStream out) {
        this.out = out;
    }

    /** A check: returns the figure that was seen, or throws what is wrong. */
    public interface Check {
        /** The figure; or throws. */
        String run() throws IOException;
    }

    /** Runs a check; whatever it throws is a failure of this check and no other. */
    public void check(String name, Check check) {
        long start = System.nanoTime();
        String line;
        try {
            line = "PASS " + name + ": " + check.run();
            passedCount++;
        } catch (IOException | RuntimeException wrong) {
            line = "FAIL " + name + ": " + wrong;
            if (wrong instanceof ClusterException) {
                line = "FAIL " + name + ": " + wrong.getMessage();
            }
            failedCount++;
        }
        out.printf("%s (%.1f s)%n", line, (System.nanoTime() - start) / 1e9);
        out.flush();
    }

    /** Prints the sum; true when nothing failed and something passed. */
    public boolean finish() {
        out.println(passedCount + " passed, " + failedCount + " failed");
        out.flush();
        return failedCount == 0 && passedCount > 0;
    }

    /** For use in a check. */
    public static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ClusterException(otherwise);
        }
    }
}
