package io.shardmesh.simulator.load;

import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.simulator.SimulatedMesh;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A put that its user ends in the middle; what it had sent must not stay. */
record CancelPut() implements UserOperation {
    private static final int MAX_MILLIS = 60;

    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        byte[] content = Contents.draw(turn.random(), turn.users().marker());
        String name = turn.users().marker() + "cancelled";
        Operation<PutOutcome> put =
                turn.mesh()
                        .put(
                                turn.node(),
                                Requests.draw(turn.random(), name, List.of(), content.length),
                                SimulatedMesh.source(content));
        turn.mesh()
                .time()
                .schedule(Duration.ofMillis(turn.random().nextInt(MAX_MILLIS)), () -> put.cancel());
        return Optional.of(Cancelled.orDone(put.outcome(), FailureKind.CANCELLED));
    }
}
