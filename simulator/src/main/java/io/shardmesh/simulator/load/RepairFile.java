package io.shardmesh.simulator.load;

import io.shardmesh.node.api.RepairDepth;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Has lost parts of an object made again, without waiting for holders that are only away. */
record RepairFile() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        RepairDepth[] depths = RepairDepth.values();
        RepairDepth depth = depths[turn.random().nextInt(depths.length)];
        return Openable.by(turn)
                .map(promise -> turn.node().node().care().repair(promise.objectKey(), depth));
    }
}
