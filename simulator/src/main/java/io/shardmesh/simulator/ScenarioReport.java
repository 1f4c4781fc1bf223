package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one seed went.
 *
 * @param broken the first invariant that did not hold
 * @param lines the trace for people to read
 */
public record ScenarioReport(
        long seed,
        Counts counts,
        Duration simulated,
        Digest trace,
        Optional<String> broken,
        List<String> lines) {

    /**
     * What was done.
     *
     * @param puts begun
     * @param acknowledged puts that succeeded
     * @param gets that were compared
     * @param crashes power losses
     */
    public record Counts(int puts, int acknowledged, int gets, int crashes) {}

    /** One line. */
    public String summary(Duration real) {
        return String.format(
                Locale.ROOT,
                "seed %d: %d puts (%d acknowledged), %d gets, %d crashes, %.1f simulated s in"
                        + " %.1f s, trace %.16s: %s",
                seed,
                counts.puts(),
                counts.acknowledged(),
                counts.gets(),
                counts.crashes(),
                simulated.toNanos() / 1e9,
                real.toNanos() / 1e9,
                trace,
                broken.map(what -> "BROKEN: " + what).orElse("ok"));
    }
}
