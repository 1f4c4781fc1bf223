package io.shardmesh.simulator.load;

import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.invariant.Findings;
import io.shardmesh.simulator.invariant.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A get of all of an object, by its owner or by another of its readers. */
public record GetFile() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return Openable.by(turn)
                .map(promise -> getAndCompare(turn.node(), promise, turn.findings()));
    }

    /** Gets the object; other bytes than those that were put are a finding. */
    public static CompletableFuture<Void> getAndCompare(
            SimulatedNode reader, Promise promise, Findings findings) {
        return Fetch.run(reader, promise.objectKey(), Optional.empty(), get -> {})
                .thenAccept(received -> {
                    if (!Arrays.equals(received, promise.content())) {
                        findings.broken(
                                "other bytes came back for " + promise, List.of(reader.host()));
                    }
                });
    }
}
