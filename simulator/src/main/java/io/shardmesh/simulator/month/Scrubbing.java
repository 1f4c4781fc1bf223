package io.shardmesh.simulator.month;

import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.util.concurrent.CompletableFuture;

/** Reads all parts of a store and compares them with their manifests. */
final class Scrubbing {
    private Scrubbing() {}

    static int damagedCount(MonthMesh mesh, ShardStore store) {
        int damaged = 0;
        for (StoredShard row : Census.rows(mesh, store)) {
            ScrubResult result =
                    mesh.await(
                            store.scrub(
                                    row.name(), bytes -> CompletableFuture.completedFuture(null)));
            // Absent: given up by an upkeep that goes on while this looks.
            damaged +=
                    switch (result) {
                        case INTACT, ABSENT -> 0;
                        case DAMAGED, UNREADABLE -> 1;
                    };
        }
        return damaged;
    }
}
