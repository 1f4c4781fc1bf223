package io.shardmesh.testing.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what other processes do, which nothing in this process can announce. */
public final class Waiting {
    private static final long POLL_NANOS = Duration.ofMillis(25).toNanos();

    private Waiting() {}

    /** Looks again and again; false when the limit passes first. */
    public static boolean until(Duration limit, BooleanSupplier reached) {
        long end = System.nanoTime() + limit.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
