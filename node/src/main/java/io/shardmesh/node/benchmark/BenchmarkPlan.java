package io.shardmesh.node.benchmark;

import io.shardmesh.crypto.RandomSource;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How much is measured.
 *
 * @param fileBytes size of the file that is put, got and written
 * @param iterationCount how often each thing is measured; the median counts
 * @param span how long a rate is measured each time, after thrice as long to get warm
 * @param folder for homes and files; emptied by whoever made it
 * @param random of keys
 */
public record BenchmarkPlan(
        long fileBytes, int iterationCount, Duration span, Path folder, RandomSource random) {
    /** Checks the ranges. */
    public BenchmarkPlan {
        if (fileBytes < 1 || iterationCount < 1 || span.isNegative()) {
            throw new IllegalArgumentException("nothing to measure");
        }
    }
}
