package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.store.StoredShard;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A holder that says it has its shard and has less: the others find out by audits and put the shard
 * elsewhere, whichever of the holders it is.
 */
class CheatTest {
    private static final Duration ROUND = Duration.ofMinutes(30);
    private static final Duration GRACE = Duration.ofHours(12);
    private static final int HOLDERS = 6;

    private final SimulatedMesh mesh = SimulatedMesh.joined(47, 8);
    private final byte[] content = mesh.randomSource().bytes(900_000);
    private final Digest key;

    CheatTest() {
        UpkeepSettings usual = UpkeepSettings.ofGrace(GRACE);
        UpkeepSettings often =
                new UpkeepSettings(
                        usual.grace(),
                        usual.urgentGrace(),
                        usual.sweepEvery(),
                        usual.rankDelay(),
                        usual.repairBytesPerSecond(),
                        usual.scrubBytesPerSecond(),
                        ROUND);
        mesh.holders()
                .forEach(node -> {
                    node.upkeep(often);
                    node.kill();
                    node.start();
                });
        mesh.settle();
        key = mesh.await(mesh.put("a", content).outcome()).objectKey();
        mesh.time().advance(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void listsOnly_isReplaced(int which) {
        replaces(which, cheat -> cheat.keeps(chunk -> false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void rememberedHashesOnly_isReplaced(int which) {
        replaces(which, cheat -> cheat.answers(Answers.WRONG_BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void firstChunkOnly_isReplaced(int which) {
        replaces(which, cheat -> cheat.keeps(chunk -> chunk == 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void ninetyPercentOfTheChunks_isReplaced(int which) {
        LongPredicate most = chunk -> chunk % 10 != 7;
        replaces(which, cheat -> cheat.keeps(most));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void answersNothing_isReplaced(int which) {
        replaces(which, cheat -> cheat.answers(Answers.NOTHING));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void answersWithoutBytes_isReplaced(int which) {
        replaces(which, cheat -> cheat.answers(Answers.EMPTY));
    }

    private void replaces(int which, Consumer<SimulatedNode> begin) {
        SimulatedNode cheat = holders().get(which);
        Set<Integer> claimed = indexes(List.of(cheat));
        begin.accept(cheat);
        mesh.time().advance(ROUND.multipliedBy(8));
        List<SimulatedNode> others = holders().stream().filter(node -> node != cheat).toList();
        assertEquals(HOLDERS, indexes(others).size(), "shards at honest holders");
        assertTrue(indexes(others).containsAll(claimed));
        assertTrue(
                mesh.trace().lines().stream()
                        .anyMatch(line -> line.contains("holder " + cheat.peer() + " of shard")),
                "nobody said who it was");
        cheat.kill();
        assertArrayEquals(content, mesh.get(key));
    }

    private List<SimulatedNode> holders() {
        return mesh.holders().stream().filter(node -> !rows(node).isEmpty()).toList();
    }

    private Set<Integer> indexes(List<SimulatedNode> nodes) {
        Set<Integer> found = new TreeSet<>();
        nodes.forEach(node -> rows(node).forEach(row -> found.add(row.name().index())));
        return found;
    }

    private List<StoredShard> rows(SimulatedNode node) {
        return mesh.await(node.shards().rows(key));
    }
}
