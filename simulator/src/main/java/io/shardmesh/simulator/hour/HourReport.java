package io.shardmesh.simulator.hour;

import io.shardmesh.crypto.Digest;
import io.shardmesh.simulator.invariant.Findings;
import io.shardmesh.simulator.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one seed went.
 *
 * @param load by operation
 * @param faults how often each kind has struck
 * @param promised objects that were acknowledged and had to be readable at the end
 * @param simulated virtual time, with the phase of healing
 * @param trace equal when every event was equal
 * @param broken the first invariant that did not hold
 * @param lines the last events of the machines concerned; empty when nothing was broken
 */
public record HourReport(
        long seed,
        Map<String, Load.Tally> load,
        Map<String, Integer> faults,
        int promised,
        Duration simulated,
        Digest trace,
        Optional<Findings.Broken> broken,
        List<String> lines) {

    /**
     * One line.
     *
     * @param real by the clock
     * @param processor of the one thread that it ran on
     */
    public String summary(Duration real, Duration processor) {
        return String.format(
                Locale.ROOT,
                "seed %d: %d operations (%d done, %d failed), %d objects, %d faults, %.0f simulated"
                        + " s in %.2f s (%.2f s of its thread), trace %.16s: %s",
                seed,
                sum(Load.Tally::begun),
                sum(Load.Tally::done),
                sum(Load.Tally::failed),
                promised,
                faultCount(),
                simulated.toNanos() / 1e9,
                real.toNanos() / 1e9,
                processor.toNanos() / 1e9,
                trace,
                broken.map(what -> "BROKEN: " + what.what()).orElse("ok"));
    }

    /** Operations begun. */
    public int operationCount() {
        return sum(Load.Tally::begun);
    }

    /** Faults that struck. */
    public int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Lines for people: what was done, what went wrong, and, when broken, how it came to that. */
    public List<String> details() {
        List<String> all = new ArrayList<>(lines);
        load.forEach((name, tally) ->
                all.add(
                        "  load   %-26s %4d begun, %4d done, %4d failed"
                                .formatted(name, tally.begun(), tally.done(), tally.failed())));
        faults.forEach((name, count) -> all.add("  fault  %-26s %4d".formatted(name, count)));
        broken.ifPresent(what -> {
            all.add("  broken " + what.what());
            all.add("  nodes  " + (what.hosts().isEmpty() ? "all" : what.hosts()));
            what.faults().forEach(fault -> all.add("  active " + fault));
        });
        return all;
    }

    private int sum(java.util.function.ToIntFunction<Load.Tally> count) {
        return load.values().stream().mapToInt(count).sum();
    }
}
