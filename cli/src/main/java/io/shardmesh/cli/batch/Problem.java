package io.shardmesh.cli.batch;

import io.shardmesh.node.api.Failure;

/**
 * Trouble with one file of a batch, while the rest went on.
 *
 * @param name of the file, as its user knows it
 * @param what was wrong
 */
public record Problem(String name, Failure what) {}
