package io.shardmesh.simulator.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checks find what they are for: a check that never fails would let every seed pass. */
class KeptWordTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(41, 6);
    private final Findings findings = new Findings(mesh, List::of);
    private final Promises promises = new Promises(findings, peer -> nodeOf(peer.toString()));
    private final KeptWord keptWord = new KeptWord(promises, findings);
    private final SimulatedNode holder = mesh.holders().get(2);

    private Optional<SimulatedNode> nodeOf(String peer) {
        return mesh.holders().stream()
                .filter(node -> node.peer().toString().equals(peer))
                .findFirst();
    }

    private String putAndFindShard() {
        mesh.witness(promises);
        put();
        return holder.storeDisk().filePaths().stream()
                .filter(path -> path.endsWith(".shard"))
                .findFirst()
                .orElseThrow();
    }

    private void put() {
        byte[] content = mesh.randomSource().bytes(20_000);
        PutOutcome stored = mesh.await(mesh.put("a", content).outcome());
        mesh.await(
                promises.acknowledged(
                        new Promises.Stored(
                                stored.objectKey(), "a", content, List.of(mesh.client()))));
    }

    @Test
    void acknowledged_byHoldersInWhoseStoresNobodySawIt_isFound() {
        put();
        assertTrue(findings.first().orElseThrow().what().contains("its store has never had it"));
    }

    private void check() {
        mesh.await(keptWord.check(holder));
        mesh.await(keptWord.checkBytes(holder));
    }

    @Test
    void check_ofWhatIsThere_findsNothing() {
        putAndFindShard();
        check();
        assertEquals(Optional.empty(), findings.first());
    }

    @Test
    void check_ofAShardWithAnotherBit_namesItsHolder() {
        holder.storeDisk().flipBit(putAndFindShard(), 77);
        check();
        assertEquals(holder.host(), findings.first().orElseThrow().hosts().getFirst());
    }

    @Test
    void check_whenTheFaultWasTold_expectsTheShardNoMore() {
        String path = putAndFindShard();
        holder.storeDisk().flipBit(path, 77);
        promises.damaged(holder, path);
        check();
        assertEquals(Optional.empty(), findings.first());
    }

    @Test
    void check_afterAStartWithoutTheShard_findsThatItIsNotInTheStore() {
        String shard = putAndFindShard();
        holder.kill();
        mesh.await(holder.storeDisk().delete(shard));
        holder.start();
        check();
        assertTrue(findings.first().orElseThrow().what().contains("not in the store"));
    }

    @Test
    void secrecy_ofAMarkerInAFile_findsIt() {
        Secrecy secrecy = new Secrecy(findings, "plaintext");
        secrecy.checkDisks(holder);
        assertEquals(Optional.empty(), findings.first());
        mesh.await(holder.homeDisk().createDirectories("of plaintext"));
        mesh.await(holder.homeDisk().open("of plaintext/file", OpenMode.CREATE));
        secrecy.checkDisks(holder);
        assertTrue(findings.first().isPresent());
    }
}
