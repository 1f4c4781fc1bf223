package io.shardmesh.node.store;

/**
 * Sums over rows of an index.
 *
 * @param shardCount how many
 * @param storedBytes what they take
 */
public record IndexTotals(long shardCount, long storedBytes) {
    static final IndexTotals NONE = new IndexTotals(0, 0);

    IndexTotals plus(IndexTotals other) {
        return new IndexTotals(shardCount + other.shardCount, storedBytes + other.storedBytes);
    }
}
