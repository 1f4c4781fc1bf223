package io.shardmesh.simulator.month;

/**
 * What left with machines: parts that were nowhere else at that moment.
 *
 * @param shardCount different shards
 * @param shardBytes their bytes
 * @param leastReadBytes what has to be read to make each of them by itself: k bytes for one
 * @param copyCount copies of inline objects, for which a repairer reads its own
 * @param copyBytes their bytes
 */
record LostParts(
        long shardCount, long shardBytes, long leastReadBytes, long copyCount, long copyBytes) {
    static final LostParts NONE = new LostParts(0, 0, 0, 0, 0);

    LostParts plus(MonthObject object, long partBytes) {
        return object.inline()
                ? new LostParts(
                        shardCount,
                        shardBytes,
                        leastReadBytes,
                        copyCount + 1,
                        copyBytes + partBytes)
                : new LostParts(
                        shardCount + 1,
                        shardBytes + partBytes,
                        leastReadBytes + object.neededCount() * partBytes,
                        copyCount,
                        copyBytes);
    }

    long count() {
        return shardCount + copyCount;
    }
}
