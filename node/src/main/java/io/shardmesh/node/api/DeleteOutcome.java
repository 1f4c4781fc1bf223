package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;

/**
 * An object that is deleted.
 *
 * @param objectKey the object
 * @param toldCount holders that have dropped it
 * @param refusedCount holders that were reached and have not
 * @param awayCount holders, as the catalog remembers them, that could not be reached
 */
public record DeleteOutcome(Digest objectKey, int toldCount, int refusedCount, int awayCount) {}
