package io.shardmesh.libp2p.swarm;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How fast connections come in from each address: a bucket of tokens for every one seen lately. */
final class ArrivalRate {

    /** Addresses watched; the one silent for longest goes first, whose bucket is the fullest. */
    static final int ADDRESS_COUNT = 4096;

    private static final double NANOS_PER_SECOND = 1e9;

    private final AddressLimits limits;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    ArrivalRate(AddressLimits limits) {
        this.limits = limits;
    }

    private record Bucket(double tokens, long atNanos) {}

    /** Counts one arrival, unless it comes too fast. */
    boolean take(String group, long nowNanos) {
        double tokens = tokens(group, nowNanos);
        boolean taken = tokens >= 1;
        buckets.put(group, new Bucket(taken ? tokens - 1 : tokens, nowNanos));
        if (buckets.size() > ADDRESS_COUNT) {
            Iterator<String> eldest = buckets.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return taken;
    }

    int watchedCount() {
        return buckets.size();
    }

    private double tokens(String group, long nowNanos) {
        Bucket bucket = buckets.get(group);
        if (bucket == null) {
            return limits.establishedCount();
        }
        double seconds = (nowNanos - bucket.atNanos()) / NANOS_PER_SECOND;
        double refilled = bucket.tokens() + seconds * limits.perSecond();
        return Math.min(limits.establishedCount(), refilled);
    }
}
