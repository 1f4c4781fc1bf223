package io.shardmesh.simulator.load;

import io.shardmesh.simulator.SimulatedNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The founder takes a guest off the list, who may be in the middle of anything. */
record RevokeGuest() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        Population population = turn.users().population();
        List<SimulatedNode> guests = population.guests();
        if (turn.node() != population.founder() || guests.isEmpty()) {
            return Optional.empty();
        }
        SimulatedNode guest = guests.get(turn.random().nextInt(guests.size()));
        // From the first moment on nothing is expected of it: the list may be out already when the
        // founder dies, and may not be.
        population.leaves(guest);
        turn.promises().left(guest);
        return Optional.of(
                turn.node()
                        .node()
                        .mesh()
                        .revoke(guest.peer())
                        .whenComplete((revoked, trouble) -> population.left(guest)));
    }
}
