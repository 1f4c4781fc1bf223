package io.shardmesh.node.object;

import io.shardmesh.erasure.Scheme;
import java.util.OptionalInt;

/**
 * What a put aims at and what it is content with.
 *
 * @param scheme how the object is split
 * @param inline whether whole copies are kept instead of shards
 * @param minMachineCount the least number of machines with complete shards that is a success
 */
record PutPlan(Scheme scheme, boolean inline, int minMachineCount) {
    /** Two copies: one alone would be gone with its machine. */
    private static final int LEAST_COPIES = 2;

    /** The same for an object that turned out to be small enough for its manifest. */
    PutPlan asInline(OptionalInt wantedMinMachines) {
        int copies = scheme.parity() + 1;
        int least = wantedMinMachines.orElse(LEAST_COPIES);
        return new PutPlan(scheme, true, Math.max(1, Math.min(least, copies)));
    }

    /** How many shards, or copies, are to be placed. */
    int partCount() {
        return inline ? scheme.parity() + 1 : scheme.total();
    }

    /** How many of them a get needs. */
    int neededCount() {
        return inline ? 1 : scheme.data();
    }
}
