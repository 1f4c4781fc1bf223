package io.shardmesh.simulator.month;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Durability;

/**
 * An object that was put, and what it needs.
 *
 * @param number decides its content
 * @param key its address
 * @param sizeBytes true size
 * @param partCount shards, or copies, that were aimed at
 * @param neededCount how many of them give it back
 * @param inline whether they are whole copies
 */
record MonthObject(
        int number, Digest key, int sizeBytes, int partCount, int neededCount, boolean inline) {

    static MonthObject of(int number, Digest key, int sizeBytes, Durability durability) {
        return new MonthObject(
                number,
                key,
                sizeBytes,
                durability.wantedCount(),
                durability.neededCount(),
                durability.inline());
    }
}
