package io.shardmesh.simulator.load;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.core.Async;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A guest joins, to keep shards or only as a client. Its user is the founder. */
record JoinMesh() implements UserOperation {
    /** So many that a mesh of twelve still asks its members, and not the DHT. */
    private static final int MAX_GUESTS = 4;

    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        Population population = turn.users().population();
        int guests = population.guests().size() + population.joiningCount();
        return turn.node() == population.founder() && guests < MAX_GUESTS
                ? Optional.of(join(turn, population))
                : Optional.empty();
    }

    private static CompletableFuture<Void> join(Turn turn, Population population) {
        // One that nobody could dial would be looked for by the other clients as long as it is
        // there.
        SimulatedNode guest = turn.mesh().machine(population.nextGuestHost(), NodeMode.SERVICE);
        InviteRole role = turn.random().nextBoolean() ? InviteRole.HOLD : InviteRole.CLIENT;
        return join(turn, population, guest, role);
    }

    static CompletableFuture<Void> join(
            Turn turn, Population population, SimulatedNode guest, InviteRole role) {
        population.joins(guest);
        return guest.begin()
                .thenCompose(begun -> invite(turn.node(), role))
                .thenCompose(invite ->
                        guest.node().mesh().join(invite.text(), SimulatedMesh.labels(guest)))
                .handle((joined, trouble) -> trouble)
                .thenCompose(trouble -> {
                    if (trouble == null) {
                        population.joined(guest);
                        return CompletableFuture.completedFuture(null);
                    }
                    population.left(guest);
                    return CompletableFuture.failedFuture(trouble);
                });
    }

    private static CompletableFuture<Invitation> invite(SimulatedNode founder, InviteRole role) {
        return founder.isRunning()
                ? founder.node().mesh().invite(role, Duration.ofHours(1))
                : Async.failed(
                        new Failure(FailureKind.UNREACHABLE, "invite", "", "the founder is off"));
    }
}
