package io.shardmesh.node.store;

/**
 * How full a store is.
 *
 * @param shardCount shards and inline copies
 * @param storedBytes what they take
 * @param reservedBytes promised to sessions, whether written already or not
 * @param limitBytes the most that may be stored and reserved
 * @param freeBytes what can still be reserved, by the limit and by the disk
 */
public record StoreUsage(
        long shardCount, long storedBytes, long reservedBytes, long limitBytes, long freeBytes) {}
