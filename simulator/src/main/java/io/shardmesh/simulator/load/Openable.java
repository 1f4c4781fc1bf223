package io.shardmesh.simulator.load;

import io.shardmesh.simulator.invariant.Promise;
import java.util.List;
import java.util.Optional;

/** What the user of a turn can open. */
final class Openable {
    private Openable() {}

    static Optional<Promise> by(Turn turn) {
        List<Promise> readable =
                turn.promises().all().stream()
                        .filter(promise -> promise.readers().contains(turn.node()))
                        .toList();
        return readable.isEmpty()
                ? Optional.empty()
                : Optional.of(readable.get(turn.random().nextInt(readable.size())));
    }
}
