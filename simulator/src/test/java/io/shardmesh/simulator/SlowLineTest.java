package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.PutOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client behind a line that all holders share: slow, or long, or fast with holders that fail. */
class SlowLineTest {
    private static final int SIZE_BYTES = 9_000_000;
    private static final int FAST = 12_500_000;
    private static final long DELAY_NANOS = 50_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final SimulatedMesh mesh = SimulatedMesh.joined(21, 7);
    private final byte[] content = mesh.randomSource().bytes(SIZE_BYTES);
    private final Map<String, Long> freeNanos = new LinkedHashMap<>();

    @Test
    void get_onASlowOrFastLine_fetchesNoBlockTwice() {
        PutOutcome stored = put();
        for (int speed : new int[] {500_000, FAST}) {
            line(speed);
            GetOutcome outcome = get(stored);
            assertEquals(0, outcome.problems().size(), outcome.problems().toString());
            double wasted = outcome.fetchedBytes() / (double) SIZE_BYTES - 1;
            assertTrue(wasted < 0.05, "wasted " + wasted + " at " + speed);
        }
    }

    /** The short blocks of its last stripe say nothing about what the long ones take. */
    @Test
    void get_ofAStripeAndALittleOnASlowLine_fetchesNoBlockTwice() {
        byte[] stripe = mesh.randomSource().bytes(4 << 20);
        PutOutcome stored = mesh.await(mesh.put("stripe", stripe).outcome());
        line(500_000);
        SimulatedMesh.Got got = mesh.get(stored.objectKey(), Optional.empty());
        assertArrayEquals(stripe, got.bytes());
        double seconds = got.outcome().took().toNanos() / NANOS_PER_SECOND;
        assertTrue(seconds < 1.15 * stripe.length / 500_000, "took " + seconds + " s");
    }

    @Test
    void get_onALineThatTakesASecondForAFrame_givesTheBytes() {
        PutOutcome stored = put();
        line(60_000);
        assertEquals(SIZE_BYTES, get(stored).sizeBytes());
    }

    @Test
    void put_onASlowLine_reachesAllHolders() {
        line(60_000);
        assertEquals(6, put().durability().completeCount());
    }

    @Test
    void get_whenTwoHoldersFallSilentMidway_takesLittleLonger() {
        PutOutcome stored = put();
        line(FAST);
        Duration usual = get(stored).took();
        String zero = holderOf(stored, 0);
        String one = holderOf(stored, 1);
        mesh.time()
                .schedule(
                        Duration.ofMillis(600),
                        () -> {
                            mesh.network().cut(mesh.client().host(), zero);
                            mesh.network().cut(mesh.client().host(), one);
                        });
        Duration more = get(stored).took().minus(usual);
        assertTrue(more.toMillis() > 100, "they fell silent too late");
        assertTrue(more.toMillis() < 1500, "took " + more + " longer");
    }

    @Test
    void get_whenOneHolderIsFarSlowerThanTheLine_takesLittleLonger() {
        PutOutcome stored = put();
        line(FAST);
        Duration usual = get(stored).took();
        String slow = holderOf(stored, 2);
        mesh.network()
                .latency((from, to, bytes) ->
                        from.equals(slow)
                                ? crossing(slow, bytes, 20_000)
                                : crossing(direction(from), bytes, FAST));
        Duration more = get(stored).took().minus(usual);
        assertTrue(more.toMillis() < 1500, "took " + more + " longer");
    }

    @Test
    void put_whenAHolderFallsSilentOnASlowLine_goesOnWithoutIt() {
        line(500_000);
        var putting = mesh.put("a", content);
        mesh.time().advance(Duration.ofSeconds(5));
        mesh.holders().stream()
                .filter(node -> mesh.await(node.shards().usage()).reservedBytes() > 0)
                .findFirst()
                .ifPresent(node -> mesh.network().cut(mesh.client().host(), node.host()));
        assertEquals(5, mesh.await(putting.outcome()).durability().completeCount());
    }

    private void line(int bytesPerSecond) {
        mesh.network().segmentBytes(4096); // The first of them tells that the line lives.
        mesh.network()
                .latency((from, to, bytes) -> crossing(direction(from), bytes, bytesPerSecond));
    }

    private String direction(String from) {
        return from.equals(mesh.client().host()) ? "up" : "down";
    }

    private Duration crossing(String line, int bytes, int bytesPerSecond) {
        long now = mesh.time().nanoTime();
        long start = Math.max(now, freeNanos.getOrDefault(line, 0L));
        long end = start + (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
        freeNanos.put(line, end);
        return Duration.ofNanos(end - now + DELAY_NANOS);
    }

    private String holderOf(PutOutcome stored, int index) {
        Distribution distribution =
                mesh.await(mesh.client().node().objects().distribution(stored.objectKey()));
        PeerId holder =
                distribution.placements().stream()
                        .filter(placement -> placement.index() == index)
                        .map(Distribution.Placement::peer)
                        .findFirst()
                        .orElseThrow();
        return mesh.holders().stream()
                .filter(node -> node.peer().equals(holder))
                .map(SimulatedNode::host)
                .findFirst()
                .orElseThrow();
    }

    private PutOutcome put() {
        return mesh.await(mesh.put("a", content).outcome());
    }

    private GetOutcome get(PutOutcome stored) {
        SimulatedMesh.Got got = mesh.get(stored.objectKey(), Optional.empty());
        assertArrayEquals(content, got.bytes());
        return got.outcome();
    }
}
