package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;

/**
 * A file that is deleted.
 *
 * @param objectKey the object that it was, or the bundle that it lies in
 * @param toldCount holders that have dropped it
 * @param refusedCount holders that were reached and have not
 * @param awayCount holders, as the catalog remembers them, that could not be reached
 * @param sharingCount other files in the same bundle: as long as there are any the name is gone,
 *     and the bytes are not
 */
public record DeleteOutcome(
        Digest objectKey, int toldCount, int refusedCount, int awayCount, int sharingCount) {}
