package io.shardmesh.node.api;

/**
 * What the cache of sealed blocks has done since the node started. Gets of more than a quarter of
 * its limit pass it by and are not counted.
 *
 * @param hitCount blocks that gets took from it
 * @param missCount blocks that gets, or reading ahead for them, had to fetch
 * @param bytes in it now
 * @param limitBytes most bytes in it; 0 when there is none
 */
public record CacheInfo(long hitCount, long missCount, long bytes, long limitBytes) {}
