package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.NodeMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More members than can all be asked for an object. */
final class LargeMeshTest {
    private static final int FIRST_COUNT = 8;
    private static final int MEMBER_COUNT = 30;

    /**
     * Objects are put while the mesh is small. Among 30 their holders are no longer those whom the
     * order of placement names first, so only what they have announced leads to all of them.
     */
    @Test
    void get_meshHasGrownFromEightToThirty_holdersAreFoundByWhatTheyAnnounced() {
        SimulatedMesh mesh = SimulatedMesh.joined(41, FIRST_COUNT);
        List<byte[]> contents = new ArrayList<>();
        List<Digest> keys = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            byte[] content = new byte[20_000 * number];
            content[number] = 1;
            contents.add(content);
            keys.add(mesh.await(mesh.put("object " + number, content).outcome()).objectKey());
        }
        for (int number = FIRST_COUNT + 1; number <= MEMBER_COUNT; number++) {
            mesh.join(mesh.machine("10.0.2." + number, NodeMode.SERVICE), InviteRole.HOLD);
        }
        mesh.time().advance(Duration.ofSeconds(5));
        for (int number = 0; number < keys.size(); number++) {
            assertEquals(6, holdersFound(mesh, keys.get(number)));
            assertArrayEquals(contents.get(number), mesh.get(keys.get(number)));
        }
        // Put among all, announced at once, found at once.
        byte[] late = new byte[70_000];
        Digest key = mesh.await(mesh.put("late", late).outcome()).objectKey();
        assertArrayEquals(late, mesh.get(key));
        long before = mesh.time().nanoTime();
        FailureKind kind =
                Failures.of(mesh, mesh.client().node().objects().locate(Digest.of(new byte[32])))
                        .kind();
        assertEquals(FailureKind.NOT_FOUND, kind);
        Duration time = Duration.ofNanos(mesh.time().nanoTime() - before);
        assertTrue(time.compareTo(Duration.ofSeconds(5)) < 0, time::toString);
    }

    private static long holdersFound(SimulatedMesh mesh, Digest key) {
        return mesh.await(mesh.client().node().objects().distribution(key)).placements().stream()
                .filter(Distribution.Placement::alive)
                .count();
    }
}
