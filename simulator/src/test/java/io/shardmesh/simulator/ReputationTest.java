package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.PeerConduct;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a client makes of holders that are slow, silent or wrong, and that it is not for ever. */
class ReputationTest {
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** 50 kB a second: its records come in time, its blocks do not. */
    private static final long SLOW_NANOS_PER_BYTE = 20_000;

    private final SimulatedMesh mesh = SimulatedMesh.joined(61, 8);
    private final byte[] content = mesh.randomSource().bytes(2_000_000);

    /** What the client has it would not ask for. */
    ReputationTest() {
        mesh.client().cacheBytes(0);
        mesh.client().kill();
        mesh.client().start();
        mesh.settle();
    }

    @Test
    void get_afterAHolderWasSlow_asksItLast() {
        PutOutcome stored = put();
        Duration usual = get(stored);
        SimulatedNode slow = holderOf(stored, 1);
        mesh.delay((from, to, bytes) ->
                from.equals(slow.host())
                        ? Duration.ofNanos(bytes * SLOW_NANOS_PER_BYTE)
                        : Duration.ZERO);
        Duration first = get(stored).minus(usual);
        assertTrue(first.toMillis() > 400, "it was not slow: " + first);
        assertTrue(conduct(slow).orElseThrow().lateness() > 0);
        Duration more = get(stored).minus(usual);
        // Finding the object still waits for all that it asks, up to its grace.
        assertTrue(more.toMillis() < 320, "took " + more + " longer, before " + first);
    }

    @Test
    void get_afterAHolderWasSilent_doesNotWaitForIt() {
        PutOutcome stored = put();
        Duration usual = get(stored);
        SimulatedNode silent = holderOf(stored, 2);
        stop(silent);
        Duration first = get(stored).minus(usual);
        assertTrue(first.toMillis() > 200, "took " + first + " longer");
        mesh.time().advance(Duration.ofSeconds(5));
        assertEquals(PeerConduct.Asked.LAST, asked(silent));
        Duration second = get(stored).minus(usual);
        assertTrue(second.toMillis() < 30, "took " + second + " longer");
        resume(silent);
        assertEquals(PeerConduct.Asked.YES, asked(silent));
    }

    @Test
    void get_whenTooFewAnswer_asksThoseThatDidNotAnswerLately() {
        PutOutcome stored = put();
        SimulatedNode silent = holderOf(stored, 0);
        stop(silent);
        get(stored);
        mesh.time().advance(Duration.ofSeconds(5));
        assertEquals(PeerConduct.Asked.LAST, asked(silent));
        mesh.network().heal(mesh.client().host(), silent.host());
        holderOf(stored, 1).kill();
        holderOf(stored, 2).kill();
        get(stored);
    }

    @Test
    void put_passesOverWhoDoesNotAnswer_untilItDoesAgain() {
        SimulatedNode silent = mesh.holders().get(4);
        stop(silent);
        put();
        mesh.time().advance(Duration.ofSeconds(5));
        assertEquals(PeerConduct.Asked.LAST, asked(silent));
        for (int i = 0; i < 4; i++) {
            PutOutcome stored = put();
            assertEquals(6, stored.durability().completeCount());
            assertTrue(stored.took().toMillis() < 1000, "took " + stored.took());
        }
        resume(silent);
        assertTrue(
                Stream.generate(this::put).limit(12).anyMatch(stored -> isAt(stored, silent)),
                "it gets nothing any more");
    }

    @Test
    void put_withTooFewOthers_stillAsksWhoDidNotAnswer() {
        SimulatedNode silent = mesh.holders().get(4);
        stop(silent);
        put();
        mesh.time().advance(Duration.ofSeconds(5));
        assertEquals(PeerConduct.Asked.LAST, asked(silent));
        mesh.network().heal(mesh.client().host(), silent.host());
        mesh.holders().get(6).kill();
        mesh.holders().get(7).kill();
        assertEquals(6, put().durability().completeCount());
    }

    @Test
    void put_afterAHolderGaveWrongBytes_givesItNothingWhileThereAreOthers() {
        PutOutcome stored = put();
        SimulatedNode liar = holderOf(stored, 0);
        liar.answers(Answers.WRONG_BYTES);
        get(stored);
        assertTrue(conduct(liar).orElseThrow().audits().failed() > 0);
        for (int i = 0; i < 8; i++) {
            assertFalse(isAt(put(), liar));
        }
        mesh.holders().stream()
                .filter(node -> node != liar && node != mesh.holders().getFirst())
                .limit(2)
                .forEach(SimulatedNode::kill);
        assertTrue(isAt(put(), liar), "there is nobody else");
    }

    @Test
    void conduct_ofARunBefore_isRemembered() {
        SimulatedNode silent = mesh.holders().get(4);
        stop(silent);
        put();
        mesh.time().advance(Duration.ofSeconds(5));
        restart();
        PeerConduct remembered = conduct(silent).orElseThrow();
        assertTrue(remembered.availability() < 1);
        assertTrue(remembered.asked() != PeerConduct.Asked.YES, remembered.toString());
        for (SimulatedNode other : mesh.holders()) {
            assertTrue(conduct(other).isPresent(), other.host());
        }
    }

    @Test
    void start_withADamagedFile_setsItAside() {
        put();
        restart();
        mesh.client().kill();
        FileHandle file = mesh.await(mesh.client().homeDisk().open("reputation", OpenMode.CREATE));
        mesh.await(file.write(7, ByteBuffer.wrap(new byte[] {1, 2, 3})));
        mesh.await(file.close());
        mesh.client().start();
        mesh.settle();
        assertTrue(mesh.await(mesh.client().homeDisk().info("reputation.damaged")).isPresent());
        put();
    }

    private void restart() {
        mesh.client().node().close();
        mesh.await(mesh.client().node().ended());
        mesh.client().kill();
        mesh.client().start();
        mesh.settle();
    }

    private PutOutcome put() {
        return mesh.await(mesh.put("a", content).outcome());
    }

    /** How long it took with finding it. */
    private Duration get(PutOutcome stored) {
        long start = mesh.time().nanoTime();
        assertArrayEquals(content, mesh.get(stored.objectKey(), Optional.empty()).bytes());
        return Duration.ofNanos(mesh.time().nanoTime() - start);
    }

    /** As by SIGSTOP: its connections stay, and nothing comes. */
    private void stop(SimulatedNode node) {
        mesh.network().cut(mesh.client().host(), node.host());
    }

    private void resume(SimulatedNode node) {
        mesh.network().heal(mesh.client().host(), node.host());
        mesh.time().advance(LONGEST_PAUSE.plusSeconds(40)); // A dial may just have begun before.
    }

    private Optional<PeerConduct> conduct(SimulatedNode of) {
        List<PeerInfo> peers = mesh.await(mesh.client().node().state().peers());
        return peers.stream()
                .filter(peer -> peer.peer().equals(of.peer()))
                .findFirst()
                .flatMap(PeerInfo::conduct);
    }

    private PeerConduct.Asked asked(SimulatedNode node) {
        return conduct(node).orElseThrow().asked();
    }

    private boolean isAt(PutOutcome stored, SimulatedNode node) {
        return placements(stored).stream()
                .anyMatch(placement -> placement.peer().equals(node.peer()));
    }

    private SimulatedNode holderOf(PutOutcome stored, int index) {
        PeerId holder =
                placements(stored).stream()
                        .filter(placement -> placement.index() == index)
                        .map(Distribution.Placement::peer)
                        .findFirst()
                        .orElseThrow();
        return mesh.holders().stream()
                .filter(node -> node.peer().equals(holder))
                .findFirst()
                .orElseThrow();
    }

    private List<Distribution.Placement> placements(PutOutcome stored) {
        return mesh.await(mesh.client().node().objects().distribution(stored.objectKey()))
                .placements();
    }
}
