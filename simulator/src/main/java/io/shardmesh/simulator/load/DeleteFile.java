package io.shardmesh.simulator.load;

import io.shardmesh.simulator.invariant.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An owner deletes an object, perhaps while somebody reads it or some of its holders are away. */
record DeleteFile() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        List<Promise> own =
                turn.promises().all().stream()
                        .filter(promise -> promise.owner() == turn.node())
                        .toList();
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(delete(turn, own.get(turn.random().nextInt(own.size()))));
    }

    private static CompletableFuture<Void> delete(Turn turn, Promise promise) {
        // It may be deleted although the answer never comes.
        turn.promises().withdrawn(promise.objectKey());
        turn.mesh().trace().note(turn.node().host(), "deletes " + promise);
        return turn.node()
                .node()
                .care()
                .delete(promise.objectKey())
                .thenAccept(deleted -> turn.promises().deletions().acknowledged(promise));
    }
}
