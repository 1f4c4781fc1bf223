package io.shardmesh.simulator.month;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How a month went.
 *
 * @param load what was put
 * @param churn who came and went, and what went with them
 * @param repair what was done about it
 * @param end what there is at the end
 * @param expectedLost objects that were to be expected to be lost, where all leave at once
 * @param simulated virtual time
 * @param trace equal when every message and every line of a journal was equal
 * @param warnings of the nodes, by kind
 */
public record MonthReport(
        long seed,
        MonthPlan plan,
        Load load,
        Churn churn,
        Repair repair,
        End end,
        OptionalDouble expectedLost,
        Duration simulated,
        String trace,
        List<String> warnings) {
    private static final double MIB = 1 << 20;

    /** Objects put: their number, how many lie whole in their manifests, and their content. */
    record Load(int objectCount, int inlineCount, long contentBytes) {}

    /** Machines that left, machines that came, and what was lost with the first. */
    record Churn(int leftCount, int joinedCount, LostParts lost) {}

    /**
     * Repair.
     *
     * @param rebuiltCount parts that have a new holder
     * @param releasedCount parts given up since another has them
     * @param failedCount repairs that failed or found no machine
     * @param readBytes of blocks read for it, at the repairer itself too
     * @param carriedBytes of blocks read over the network
     * @param rebuiltBytes of blocks that were made and handed to new holders
     * @param askedBytes all else: stock, audits, records, lists
     * @param messageCount all messages
     */
    record Repair(
            long rebuiltCount,
            long releasedCount,
            long failedCount,
            long readBytes,
            long carriedBytes,
            long rebuiltBytes,
            long askedBytes,
            long messageCount) {}

    /**
     * The end.
     *
     * @param lostCount objects with too few different parts anywhere
     * @param lackingCount objects that are there and lack a part
     * @param surplusCount parts that lie twice
     * @param leastSpare how many parts more than are needed the worst off object has ever had,
     *     looked at whenever a machine left; below 0 when it was lost
     * @param damagedCount parts that are not what their manifests say; all were read
     * @param readCount objects that were got and compared
     * @param unreadCount of those, how many did not come or were different, although not lost
     */
    record End(
            int lostCount,
            int lackingCount,
            long surplusCount,
            int leastSpare,
            int damagedCount,
            int readCount,
            int unreadCount) {}

    /** Objects that are gone for good. */
    public int lostCount() {
        return end.lostCount();
    }

    /** Whether what has to be there is there and can be read. */
    public boolean held() {
        boolean losses = plan.repair() && plan.atOnceCount() == 0 && end.lostCount() > 0;
        return !losses && end.damagedCount() == 0 && end.unreadCount() == 0;
    }

    /** Lines for people. */
    public List<String> lines(Duration real, Duration processor) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "seed %d, %d nodes, %d days, repair %s",
                        seed,
                        plan.nodeCount(),
                        plan.days(),
                        plan.repair() ? "on" : "off"));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  load    %d objects, %.0f MiB, %d of them inline",
                        load.objectCount(),
                        load.contentBytes() / MIB,
                        load.inlineCount()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  faults  %d machines left for good%s, %d joined",
                        churn.leftCount(),
                        plan.atOnceCount() > 0 ? " at once" : "",
                        churn.joinedCount()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  lost with them: %d shards of %.1f MiB, %d copies of %.1f MiB",
                        churn.lost().shardCount(),
                        churn.lost().shardBytes() / MIB,
                        churn.lost().copyCount(),
                        churn.lost().copyBytes() / MIB));
        repairLines(lines);
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  at the end: %d objects lost, %d lack a part, %d parts lie twice;"
                                + " the fewest spare parts of an object ever: %d",
                        end.lostCount(),
                        end.lackingCount(),
                        end.surplusCount(),
                        end.leastSpare()));
        expectedLost.ifPresent(expected ->
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "  expected by the hypergeometric distribution: %.1f lost",
                                expected)));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  every part read: %d damaged; %d objects got, %d not as they were put",
                        end.damagedCount(),
                        end.readCount(),
                        end.unreadCount()));
        warnings.forEach(warning -> lines.add("  warned  " + warning));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  %.1f simulated days in %.1f s (%.1f s of its thread), trace %.16s: %s",
                        simulated.toSeconds() / 86_400.0,
                        real.toMillis() / 1e3,
                        processor.toMillis() / 1e3,
                        trace,
                        held() ? "ok" : "BROKEN"));
        return lines;
    }

    private void repairLines(List<String> lines) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  repair  %d parts made again of %d lost, %d released, %d attempts failed",
                        repair.rebuiltCount(),
                        churn.lost().count(),
                        repair.releasedCount(),
                        repair.failedCount()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  read    %.1f MiB of blocks (%.1f over the network) for %.1f MiB made;"
                                + " the least for all that was lost, one by one: %.1f MiB",
                        repair.readBytes() / MIB,
                        repair.carriedBytes() / MIB,
                        repair.rebuiltBytes() / MIB,
                        churn.lost().leastReadBytes() / MIB));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  asked   %.1f MiB in %d messages",
                        repair.askedBytes() / MIB,
                        repair.messageCount()));
    }
}
