package io.shardmesh.simulator.month;

import java.time.Duration;

/**
 * How large and how long.
 *
 * @param nodeCount holders at any time; the client, which never leaves, is one more
 * @param days of departures, or after the one moment of them
 * @param objectCount put before the first day
 * @param repair whether holders look after what they have
 * @param atOnceCount how many leave at the beginning of the first day, and then nobody; 0 for
 *     departures spread over all days
 */
public record MonthPlan(int nodeCount, int days, int objectCount, boolean repair, int atOnceCount) {
    /** Fewer have no room for a part on a machine of its own after some have left. */
    public static final int MIN_NODES = 12;

    /** As many as a list names besides the client, and those that left and are listed still. */
    public static final int MAX_NODES = 800;

    /** One in so many leaves each day. */
    private static final int DAILY_PART = 20;

    public MonthPlan {
        if (nodeCount < MIN_NODES || nodeCount > MAX_NODES) {
            throw new IllegalArgumentException(
                    "a month takes " + MIN_NODES + " to " + MAX_NODES + " nodes");
        }
        if (atOnceCount >= nodeCount) {
            throw new IllegalArgumentException("fewer must leave at once than there are nodes");
        }
    }

    /** 200 nodes, 30 days, 5,000 objects. */
    public static MonthPlan usual() {
        return new MonthPlan(200, 30, 5_000, true, 0);
    }

    /** Departures of a day, each followed by one that joins: 5 % of the nodes, at least one. */
    int dailyCount() {
        return atOnceCount > 0 ? 0 : Math.max(1, nodeCount / DAILY_PART);
    }

    Duration length() {
        return Duration.ofDays(days);
    }
}
