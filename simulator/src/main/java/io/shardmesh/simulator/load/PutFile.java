package io.shardmesh.simulator.load;

import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.invariant.Promise;
import io.shardmesh.simulator.invariant.Promises;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A put of any size and scheme, sometimes for another reader too.
 *
 * @param again under a name that its owner has used before
 */
record PutFile(boolean again) implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return name(turn).map(name -> put(turn, name));
    }

    private Optional<String> name(Turn turn) {
        if (!again) {
            return Optional.of(turn.users().marker() + Long.toHexString(turn.random().nextLong()));
        }
        return turn.promises().all().stream()
                .filter(promise -> promise.owner() == turn.node())
                .map(Promise::name)
                .findFirst();
    }

    private static CompletableFuture<Void> put(Turn turn, String name) {
        byte[] content = Contents.draw(turn.random(), turn.users().marker());
        List<SimulatedNode> others = others(turn);
        PutRequest request = Requests.draw(turn.random(), name, others, content.length);
        turn.mesh().trace().note(turn.node().host(), "puts " + content.length + " bytes");
        List<SimulatedNode> readers = new ArrayList<>(List.of(turn.node()));
        readers.addAll(others);
        return turn.mesh()
                .put(turn.node(), request, SimulatedMesh.source(content))
                .outcome()
                .thenCompose(outcome -> {
                    note(turn, outcome);
                    return turn.promises()
                            .acknowledged(
                                    new Promises.Stored(
                                            outcome.objectKey(), name, content, readers));
                });
    }

    private static void note(Turn turn, PutOutcome outcome) {
        turn.mesh()
                .trace()
                .note(
                        turn.node().host(),
                        "has stored %.16s %s".formatted(outcome.objectKey(), outcome.durability()));
    }

    private static List<SimulatedNode> others(Turn turn) {
        List<SimulatedNode> members = turn.users().population().members();
        SimulatedNode other = members.get(turn.random().nextInt(members.size()));
        return other == turn.node() || turn.chance(60) ? List.of() : List.of(other);
    }
}
