package io.shardmesh.node.store;

import io.shardmesh.node.core.Compute;

/** The parts of one store that its operations share. */
record StoreParts(
        StoreFiles files,
        ShardIndex index,
        StoreSpace space,
        PackWriter packs,
        SetAside setAside,
        BlockTrees trees,
        ObjectTurns turns,
        Compute compute) {}
