package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.benchmark.Figure.Unit;
import java.util.function.Consumer;

/** Small puts and gets one after another, beside writing as much to the disk. */
final class LatencySuite {
    private static final int SMALL_BYTES = 4096;
    private static final int WARM_UP_COUNT = 20;
    private static final int EACH_COUNT = 20;
    private static final int USUAL = 50;
    private static final int RARE = 95;

    private LatencySuite() {}

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        double disk = IoSuite.smallWriteSeconds(plan);
        int count = plan.iterationCount() * EACH_COUNT;
        try (PracticeMesh mesh = PracticeMesh.open(plan, "latency")) {
            Timing.seconds(WARM_UP_COUNT, () -> mesh.get(mesh.put(SMALL_BYTES)));
            Digest[] last = new Digest[1];
            double[] puts = Timing.seconds(count, () -> last[0] = mesh.put(SMALL_BYTES));
            double[] gets = Timing.seconds(count, () -> mesh.get(last[0]));
            String limit = "writing and syncing 4 KiB once";
            out.accept(figure("put 4 KiB, median", puts, USUAL).beside(limit, disk));
            out.accept(figure("put 4 KiB, 95 of 100", puts, RARE).beside(limit, disk));
            out.accept(figure("get 4 KiB, median", gets, USUAL));
            out.accept(figure("get 4 KiB, 95 of 100", gets, RARE));
        }
    }

    private static Figure figure(String name, double[] seconds, int percent) {
        return Figure.of(
                Suite.LATENCY, name, Timing.percentile(seconds, percent), Unit.MILLISECONDS);
    }
}
