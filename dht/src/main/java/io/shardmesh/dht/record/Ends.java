package io.shardmesh.dht.record;

import java.util.OptionalLong;

/** The earlier of two ticks, which may wrap around: only their difference means something. */
final class Ends {
    private Ends() {}

    static OptionalLong earlier(OptionalLong left, OptionalLong right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isPresent() ? left : right;
        }
        return left.getAsLong() - right.getAsLong() <= 0 ? left : right;
    }
}
