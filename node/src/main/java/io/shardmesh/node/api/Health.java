package io.shardmesh.node.api;

/** How an object is: what answers now, against what was wanted. From good to bad. */
public enum Health {
    /** As many complete shards or copies as were wanted. */
    HEALTHY,

    /** Some are missing; it can lose one machine more, or several. */
    DEGRADED,

    /** It can be had now, and not any more if the wrong machine is lost. */
    CRITICAL,

    /**
     * Too few answer. That is no loss yet: those that cannot be reached may have what is missing.
     */
    UNAVAILABLE;

    /** What this durability, of now, amounts to. */
    public static Health of(Durability now) {
        if (now.completeCount() < now.neededCount()) {
            return UNAVAILABLE;
        }
        if (!now.degraded()) {
            return HEALTHY;
        }
        return now.survivesMachineCount() > 0 ? DEGRADED : CRITICAL;
    }
}
