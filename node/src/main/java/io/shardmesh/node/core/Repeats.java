package io.shardmesh.node.core;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Warnings that others can cause as often as they like: of each kind the first is written at once,
 * and then one line an interval with the last of them and their number. On the strand of the
 * scheduler that it was made with.
 */
public final class Repeats {
    /** Long enough that an attack of a day makes a log that can be read. */
    public static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Scheduler strand;
    private final Journal journal;
    private final Map<String, Run> runs = new LinkedHashMap<>();

    /** Writes to {@code journal}. */
    public Repeats(Scheduler strand, Journal journal) {
        this.strand = strand;
        this.journal = journal;
    }

    private record Run(long count, String lastDetail) {}

    /**
     * Warns.
     *
     * @param kind what happened, in words; one of few, never made from what a peer sent
     * @param detail about this case: who, where
     */
    public void warn(String kind, String detail) {
        Run run = runs.get(kind);
        if (run == null) {
            journal.warn(detail.isEmpty() ? kind : kind + ": " + detail);
            runs.put(kind, new Run(0, detail));
            wait(kind);
        } else {
            runs.put(kind, new Run(run.count() + 1, detail));
        }
    }

    private void wait(String kind) {
        var _ = strand.schedule(INTERVAL, () -> sum(kind));
    }

    private void sum(String kind) {
        Run run = runs.remove(kind);
        if (run == null || run.count() == 0) {
            return;
        }
        String last = run.lastDetail().isEmpty() ? "" : "; the last: " + run.lastDetail();
        journal.warn(
                "%s: %d more in the last %d s%s"
                        .formatted(kind, run.count(), INTERVAL.toSeconds(), last));
        runs.put(kind, new Run(0, ""));
        wait(kind);
    }
}
