package io.shardmesh.simulator.load;

import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.simulator.SimulatedNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A machine and its disks are gone for good, and the founder has another join in its place. Nobody
 * tells the mesh that the lost one will not come back.
 */
record ReplaceHolder() implements UserOperation {
    /** More lost members would make the mesh one that asks the DHT. */
    private static final int MAX_LOST = 3;

    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        Population population = turn.users().population();
        List<SimulatedNode> replaceable = population.replaceable();
        if (turn.node() != population.founder()
                || replaceable.isEmpty()
                || population.lostCount() >= MAX_LOST) {
            return Optional.empty();
        }
        SimulatedNode lost = replaceable.get(turn.random().nextInt(replaceable.size()));
        turn.mesh().trace().note(lost.host(), "is lost for good");
        turn.promises().left(lost);
        population.loses(lost);
        SimulatedNode heir = turn.mesh().machine(population.nextGuestHost(), NodeMode.SERVICE);
        return Optional.of(JoinMesh.join(turn, population, heir, InviteRole.HOLD));
    }
}
