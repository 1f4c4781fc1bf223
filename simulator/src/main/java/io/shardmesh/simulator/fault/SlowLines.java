package io.shardmesh.simulator.fault;

import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Machines whose line is slow: both directions, each segment by its size. */
final class SlowLines implements MemoryNetwork.Latency {
    private final SplittableRandom random;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A slow line.
     *
     * @param latency added to each segment
     * @param jitter up to so much on top
     * @param bytesPerSecond as if each segment had the line for itself
     */
    record Line(String host, Duration latency, Duration jitter, long bytesPerSecond) {
        @Override
        public String toString() {
            return "the line of %s: %d ms, up to %d ms more, %d bytes a second"
                    .formatted(host, latency.toMillis(), jitter.toMillis(), bytesPerSecond);
        }
    }

    SlowLines(SplittableRandom random) {
        this.random = random;
    }

    void add(Line line) {
        lines.add(line);
    }

    void remove(Line line) {
        lines.remove(line);
    }

    @Override
    public Duration between(String fromHost, String toHost, int bytes) {
        long nanos = 0;
        for (Line line : lines) {
            if (line.host().equals(fromHost) || line.host().equals(toHost)) {
                nanos += line.latency().toNanos();
                nanos += random.nextLong(line.jitter().toNanos());
                nanos += bytes * 1_000_000_000L / line.bytesPerSecond();
            }
        }
        return Duration.ofNanos(nanos);
    }
}
