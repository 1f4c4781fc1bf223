package io.shardmesh.node.store;

import io.shardmesh.node.core.Compute;
import io.shardmesh.node.io.FilePort;
import java.util.function.Consumer;

/**
 * What a store stands on.
 *
 * @param files the tree that is the store's alone
 * @param index its index; the store closes it
 * @param compute where hashing runs
 * @param problems told of all damage, when opening and later
 */
public record StorePorts(
        FilePort files, ShardIndex index, Compute compute, Consumer<Problem> problems) {}
