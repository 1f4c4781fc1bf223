package io.shardmesh.node.network;

/**
 * What has gone over a stream so far; only ever grows.
 *
 * @param receivedBytes bytes that came, parts of unfinished messages too
 * @param sentBytes bytes that the connection took, which it does as the other side makes room
 */
public record Traffic(long receivedBytes, long sentBytes) {}
