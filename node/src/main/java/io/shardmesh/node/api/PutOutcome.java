package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.time.Duration;

/**
 * A put that succeeded, perhaps with less than was aimed at.
 *
 * @param objectKey the address that can be passed on
 * @param durability what was reached
 * @param sizeBytes true size of the file
 * @param storedBytes bytes that lie at holders for it, all shards or copies together
 * @param took from the first byte read to the last acknowledgement
 */
public record PutOutcome(
        Digest objectKey, Durability durability, long sizeBytes, long storedBytes, Duration took) {}
