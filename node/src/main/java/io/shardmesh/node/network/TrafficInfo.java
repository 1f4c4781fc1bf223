package io.shardmesh.node.network;

/**
 * What all connections have carried since the start, as {@code stats} shows it.
 *
 * @param sentBytes that were sent
 * @param receivedBytes that came
 */
public record TrafficInfo(long sentBytes, long receivedBytes) {}
