package io.shardmesh.node.api;

import io.shardmesh.crypto.VerifyingKey;
import java.util.OptionalLong;

/**
 * How much of an owner's the holders of a mesh keep.
 *
 * @param owner whose objects
 * @param quotaBytes what each holder keeps of them at most, shards and what is promised to puts
 *     together; empty for no limit
 * @param heldBytes what this node keeps of them; empty when it holds nothing for the mesh
 */
public record OwnerQuota(VerifyingKey owner, OptionalLong quotaBytes, OptionalLong heldBytes) {}
