package io.shardmesh.node.benchmark;

import java.util.List;
import java.util.function.Consumer;

/** Runs suites one after another. */
public final class Benchmark {
    private Benchmark() {}

    /**
     * Blocks until all is measured, seconds for each suite.
     *
     * @param out takes each figure as soon as it is known
     * @throws io.shardmesh.node.api.FailureException when the folder or the network fails
     */
    public static void run(List<Suite> suites, BenchmarkPlan plan, Consumer<Figure> out) {
        suites.forEach(suite -> suite.run(plan, out));
    }
}
