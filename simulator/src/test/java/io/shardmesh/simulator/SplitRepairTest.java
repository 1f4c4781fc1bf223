package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.store.StoredShard;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Repairs that do not know of each other; afterwards there is one set of holders. */
class SplitRepairTest {
    private static final Duration GRACE = Duration.ofHours(12);
    private static final Duration SETTLED = Duration.ofHours(6);

    private final SimulatedMesh mesh = SimulatedMesh.joined(81, 12);
    private final byte[] content = mesh.randomSource().bytes(300_000);

    /** With 2 of 6 needed each side can make what the other has. */
    @Test
    void repairOnBothSidesOfAPartition_oneHolderSetIsLeft() {
        Digest key = put(new Scheme(2, 4), content);
        List<SimulatedNode> here = mesh.holders().subList(0, 6);
        List<SimulatedNode> there = mesh.holders().subList(6, 12);
        assertTrue(count(here, key) >= 2 && count(there, key) >= 2, "another seed is needed");
        mesh.network().partition(hosts(here), hosts(there));
        mesh.time().advance(GRACE.plusHours(4));
        assertEquals(6, count(here, key));
        assertEquals(6, count(there, key));
        mesh.network().healAll();
        mesh.time().advance(SETTLED);
        assertOneSet(key, 6);
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void copiesOnBothSidesOfAPartition_oneHolderSetIsLeft() {
        byte[] small = mesh.randomSource().bytes(500);
        Digest key = put(new Scheme(2, 4), small);
        List<SimulatedNode> here = mesh.holders().subList(0, 6);
        List<SimulatedNode> there = mesh.holders().subList(6, 12);
        int copies = count(mesh.holders(), key);
        assertTrue(count(here, key) > 0 && count(there, key) > 0, "another seed is needed");
        mesh.network().partition(hosts(here), hosts(there));
        mesh.time().advance(GRACE.plusHours(4));
        assertTrue(count(mesh.holders(), key) > copies, "nobody has repaired");
        mesh.network().healAll();
        mesh.time().advance(SETTLED);
        assertOneSet(key, copies);
        assertArrayEquals(small, mesh.get(key));
    }

    /** Holders that cannot reach each other each think that it is their turn. */
    @Test
    void holdersThatDoNotReachEachOther_repairTheSameLossAndOneSetIsLeft() {
        Digest key = put(new Scheme(4, 2), content);
        List<SimulatedNode> holding =
                mesh.holders().stream().filter(node -> !rows(node, key).isEmpty()).toList();
        holding.getFirst().kill();
        List<SimulatedNode> rest = holding.subList(1, holding.size());
        for (SimulatedNode one : rest) {
            mesh.network()
                    .partition(
                            hosts(List.of(one)),
                            hosts(rest.stream().filter(other -> other != one).toList()));
        }
        mesh.time().advance(GRACE.plusHours(4));
        mesh.network().healAll();
        holding.getFirst().start();
        mesh.time().advance(SETTLED);
        assertOneSet(key, 6);
        assertArrayEquals(content, mesh.get(key));
    }

    private Digest put(Scheme scheme, byte[] bytes) {
        PutRequest plain = SimulatedMesh.request("a");
        PutRequest request =
                new PutRequest(
                        plain.name(),
                        List.of(),
                        List.of(),
                        new PutRequest.Spread(
                                Optional.of(scheme), OptionalInt.empty(), OptionalInt.empty()),
                        plain.file());
        return mesh.await(mesh.put(mesh.client(), request, SimulatedMesh.source(bytes)).outcome())
                .objectKey();
    }

    private static List<String> hosts(List<SimulatedNode> nodes) {
        return nodes.stream().map(SimulatedNode::host).toList();
    }

    private void assertOneSet(Digest key, int parts) {
        Set<Integer> indexes = new TreeSet<>();
        Set<String> machines = new HashSet<>();
        for (SimulatedNode node : mesh.holders()) {
            for (StoredShard row : rows(node, key)) {
                indexes.add(row.name().index());
                machines.add(node.host());
            }
        }
        assertEquals(parts, indexes.size());
        assertEquals(parts, machines.size());
        assertEquals(parts, count(mesh.holders(), key));
    }

    private int count(List<SimulatedNode> nodes, Digest key) {
        return nodes.stream().mapToInt(node -> rows(node, key).size()).sum();
    }

    private List<StoredShard> rows(SimulatedNode node, Digest key) {
        return mesh.await(node.shards().rows(key));
    }
}
