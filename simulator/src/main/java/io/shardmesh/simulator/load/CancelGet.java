package io.shardmesh.simulator.load;

import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A get that its user ends in the middle. */
record CancelGet() implements UserOperation {
    private static final int MAX_MILLIS = 20;

    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        Duration after = Duration.ofMillis(turn.random().nextInt(MAX_MILLIS));
        return Openable.by(turn)
                .map(promise ->
                        Cancelled.orDone(
                                Fetch.run(
                                        turn.node(),
                                        promise.objectKey(),
                                        Optional.empty(),
                                        get -> cancelLater(turn, after, get)),
                                FailureKind.CANCELLED));
    }

    private static void cancelLater(Turn turn, Duration after, Operation<GetOutcome> get) {
        turn.mesh().time().schedule(after, get::cancel);
    }
}
