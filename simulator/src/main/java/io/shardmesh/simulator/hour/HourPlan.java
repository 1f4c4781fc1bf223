package io.shardmesh.simulator.hour;

import java.time.Duration;

/**
 * How much happens in a run.
 *
 * @param nodeCount members at the start: a client that nobody can dial, one that listens, and the
 *     others hold
 * @param hours of virtual time with load and faults
 * @param operationsPerHour begun by users
 * @param faultsPerHour that strike
 */
public record HourPlan(int nodeCount, int hours, int operationsPerHour, int faultsPerHour) {
    /** Fewer cannot hold 4+2 while one machine is down. */
    public static final int MIN_NODES = 9;

    /** With four guests, as many as ask each other and not the DHT. */
    public static final int MAX_NODES = 16;

    private static final int CLIENT_COUNT = 2;

    /** Twelve nodes, one hour. */
    public static HourPlan usual() {
        return new HourPlan(12, 1, 560, 56);
    }

    /** Checks the counts. */
    public HourPlan {
        if (nodeCount < MIN_NODES || nodeCount > MAX_NODES || hours < 1) {
            throw new IllegalArgumentException(nodeCount + " nodes, " + hours + " hours");
        }
    }

    int holderCount() {
        return nodeCount - CLIENT_COUNT;
    }

    Duration length() {
        return Duration.ofHours(hours);
    }
}
