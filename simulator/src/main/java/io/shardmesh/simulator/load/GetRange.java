package io.shardmesh.simulator.load;

import io.shardmesh.node.api.ByteRange;
import io.shardmesh.simulator.invariant.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A get of a range of an object. */
record GetRange() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return Openable.by(turn)
                .filter(promise -> promise.content().length > 0)
                .map(promise -> get(turn, promise));
    }

    private static CompletableFuture<Void> get(Turn turn, Promise promise) {
        int from = turn.random().nextInt(promise.content().length);
        int to = from + turn.random().nextInt(promise.content().length - from);
        ByteRange range = new ByteRange(OptionalLong.of(from), OptionalLong.of(to));
        return Fetch.run(turn.node(), promise.objectKey(), Optional.of(range), get -> {})
                .thenAccept(received -> {
                    byte[] wanted = Arrays.copyOfRange(promise.content(), from, to + 1);
                    if (!Arrays.equals(received, wanted)) {
                        turn.findings()
                                .broken(
                                        "other bytes came back for " + range + " of " + promise,
                                        List.of(turn.node().host()));
                    }
                });
    }
}
