package io.shardmesh.node.store;

/**
 * Sums over rows of an index.
 *
 * @param shardCount how many
 * @param storedBytes what they take
 */
public record IndexTotals(long shardCount, long storedBytes) {}
