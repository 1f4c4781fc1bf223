package io.shardmesh.node.store;

/**
 * All entries of a pack in front of this offset are in the index, or were replaced since.
 *
 * @param packNumber which pack
 * @param indexedBytes the offset
 */
public record PackMark(long packNumber, long indexedBytes) {}
