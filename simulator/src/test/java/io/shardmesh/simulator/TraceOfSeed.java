package io.shardmesh.simulator;

import io.shardmesh.simulator.hour.HourPlan;
import io.shardmesh.simulator.hour.HourScenario;
import io.shardmesh.simulator.month.MonthPlan;
import io.shardmesh.simulator.month.MonthScenario;

/** Prints the digests of a seed's traces; a main class of its own for fresh JVMs. */
final class TraceOfSeed {
    /** Few operations, and a fault for each of the usual kinds or so: a cold JVM is slow. */
    private static final HourPlan SMALL = new HourPlan(HourPlan.MIN_NODES, 1, 60, 25);

    /** Enough nodes that they announce what they have, and long enough that some is repaired. */
    private static final MonthPlan SHORT = new MonthPlan(22, 2, 20, true, 0);

    private TraceOfSeed() {}

    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        System.out.println(Scenario.run(seed).trace());
        System.out.println(HourScenario.run(seed, SMALL).trace());
        System.out.println(MonthScenario.run(seed, SHORT, day -> {}).trace());
    }
}
