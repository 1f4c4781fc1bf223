package io.shardmesh.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap of a service small without a hard limit. Stripes live longer than a young
 * generation of moderate size, so they are promoted and die in the old one, and the serial
 * collector rather takes more memory from the system, up to the limit, than to look at the old one:
 * moving 1.5 GiB has cost 4 GB. So the old one is collected whenever it comes to hold more than
 * this. When it holds that much afterwards too, it is needed, and nothing more happens.
 */
public final class HeapCeiling {
    /** Some fifteen stripes of 4+2 on top of what a service keeps. */
    private static final long OLD_BYTES = 112L << 20;

    private HeapCeiling() {}

    /** From now on. */
    public static void keep() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported()) {
                pool.setUsageThreshold(Math.min(OLD_BYTES, limit(pool)));
            }
        }
        NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
        memory.addNotificationListener(
                (notification, _) -> collect(notification.getType()), null, null);
    }

    /** A threshold over the limit is refused. */
    private static long limit(MemoryPoolMXBean pool) {
        long most = pool.getUsage().getMax();
        return most < 0 ? Long.MAX_VALUE : most;
    }

    private static void collect(String type) {
        if (type.equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
            System.gc();
        }
    }
}
