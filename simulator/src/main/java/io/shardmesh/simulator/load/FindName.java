package io.shardmesh.simulator.load;

import io.shardmesh.simulator.invariant.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A look for a name that the owner has put: it is there, at any version. */
record FindName() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return Openable.by(turn)
                .filter(promise -> promise.owner() == turn.node())
                .map(promise -> find(turn, promise));
    }

    private static CompletableFuture<Void> find(Turn turn, Promise promise) {
        return turn.node()
                .node()
                .catalog()
                .find(promise.name())
                .thenAccept(found -> {
                    if (found.isEmpty()) {
                        turn.findings()
                                .broken(
                                        "the catalog does not know the name of " + promise,
                                        List.of(turn.node().host()));
                    }
                });
    }
}
