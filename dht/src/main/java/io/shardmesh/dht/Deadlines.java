package io.shardmesh.dht;

import java.util.OptionalLong;

/** Arithmetic on ticks, which may wrap around: only differences mean something. */
final class Deadlines {
    private Deadlines() {}

    static boolean hasPassed(long deadlineNanos, long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    static OptionalLong earlier(OptionalLong left, OptionalLong right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isPresent() ? left : right;
        }
        return left.getAsLong() - right.getAsLong() <= 0 ? left : right;
    }
}
