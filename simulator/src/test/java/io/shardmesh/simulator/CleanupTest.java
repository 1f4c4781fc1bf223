package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.catalog.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holders keep for nothing. */
class CleanupTest {
    private static final Duration GRACE = Duration.ofHours(12);
    private static final Duration DAY = Duration.ofDays(1);

    private final SimulatedMesh mesh = SimulatedMesh.joined(71, 8);
    private final SimulatedNode owner = mesh.client();
    private final byte[] content = mesh.randomSource().bytes(200_000);
    private final Digest named = put("named");
    private final Digest forgotten = put("forgotten");

    CleanupTest() {
        mesh.await(owner.catalog().append(new Operation.Delete(forgotten)));
    }

    @Test
    void objectThatTheCatalogDoesNotName_isAnOrphanOnceItIsOldEnough() {
        assertEquals(List.of(), orphans(DAY));
        everybodysClock(DAY.plusHours(1));
        assertEquals(List.of(forgotten), orphans(DAY));
    }

    @Test
    void orphan_isGoneFromAllHoldersOnceItIsDeleted() {
        everybodysClock(DAY.plusHours(1));
        for (Digest orphan : orphans(DAY)) {
            mesh.await(owner.node().care().delete(orphan));
        }
        assertEquals(0, copies(forgotten));
        assertEquals(6, copies(named));
        assertArrayEquals(content, mesh.get(named));
        assertEquals(List.of(), orphans(DAY));
    }

    @Test
    void holderThatDoesNotAnswer_nothingIsCalledAnOrphan() {
        everybodysClock(DAY.plusHours(1));
        mesh.holders().getFirst().kill();
        assertEquals(
                FailureKind.UNREACHABLE,
                Failures.of(mesh, owner.node().care().orphans(DAY, Optional.empty())).kind());
    }

    @Test
    void partThatIsThereTwice_isReleasedWhenHoldersLookAgain() {
        SimulatedNode away =
                mesh.holders().stream()
                        .filter(node -> !mesh.await(node.shards().rows(named)).isEmpty())
                        .findFirst()
                        .orElseThrow();
        away.kill();
        mesh.time().advance(GRACE.plusHours(3));
        away.start();
        assertEquals(7, copies(named));
        mesh.time().advance(Duration.ofSeconds(5));
        SimulatedNode asking = mesh.holders().getFirst();
        assertEquals(7, mesh.await(asking.node().care().lookAgain(named)));
        mesh.time().advance(Duration.ofSeconds(10));
        assertEquals(6, copies(named));
        assertArrayEquals(content, mesh.get(named));
    }

    private Digest put(String name) {
        return mesh.await(mesh.put(name, content).outcome()).objectKey();
    }

    private void everybodysClock(Duration ahead) {
        mesh.holders().forEach(node -> node.clockOff(ahead));
        owner.clockOff(ahead);
    }

    private List<Digest> orphans(Duration leastAge) {
        List<Digest> found = new ArrayList<>();
        Optional<Digest> after = Optional.empty();
        do {
            OrphanPage page = mesh.await(owner.node().care().orphans(leastAge, after));
            page.orphans().forEach(orphan -> found.add(orphan.objectKey()));
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private int copies(Digest object) {
        return mesh.holders().stream()
                .mapToInt(node -> mesh.await(node.shards().rows(object)).size())
                .sum();
    }
}
