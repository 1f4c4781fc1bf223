package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.benchmark.Figure.Unit;
import java.util.Arrays;
import java.util.function.Consumer;

/** Whole puts and gets, beside writing 1.5 bytes to the same disk for each byte put. */
final class StoreSuite {
    private static final double STORED_PER_BYTE = 1.5;

    private StoreSuite() {}

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        double disk = IoSuite.syncedWriteRate(plan) / STORED_PER_BYTE;
        int count = plan.iterationCount();
        try (PracticeMesh mesh = PracticeMesh.open(plan, "store")) {
            Digest[] objects = new Digest[count];
            double[] puts = new double[count];
            double[] gets = new double[count];
            Arrays.setAll(puts, i -> Timing.seconds(() -> objects[i] = mesh.put(plan.fileBytes())));
            Arrays.setAll(gets, i -> Timing.seconds(() -> mesh.get(objects[i])));
            String limit = "writing and syncing 1.5 bytes for each";
            out.accept(figure("first put", plan.fileBytes() / puts[0]).beside(limit, disk));
            out.accept(figure("put", rate(plan, puts)).beside(limit, disk));
            out.accept(figure("first get", plan.fileBytes() / gets[0]));
            out.accept(figure("get", rate(plan, gets)));
        }
        RecordsSuite.run(plan, out);
    }

    private static double rate(BenchmarkPlan plan, double[] times) {
        return plan.fileBytes() / Timing.percentile(times, 50);
    }

    private static Figure figure(String name, double rate) {
        return Figure.of(Suite.STORE, name, rate, Unit.MEGABYTES_PER_SECOND);
    }
}
