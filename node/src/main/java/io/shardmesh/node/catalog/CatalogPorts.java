package io.shardmesh.node.catalog;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.node.io.FilePort;
import java.time.InstantSource;

/**
 * What a catalog needs from outside.
 *
 * @param files where the logs are; its futures complete on the owner's strand
 * @param folder the logs' directory, made when it is not there
 * @param index stays the caller's, who closes it after the catalog
 * @param random for device ids, salts and nonces
 * @param clock for the times of operations
 */
public record CatalogPorts(
        FilePort files,
        String folder,
        CatalogIndex index,
        RandomSource random,
        InstantSource clock) {}
