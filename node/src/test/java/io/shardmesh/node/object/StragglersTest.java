package io.shardmesh.node.object;

import static io.shardmesh.node.object.Stragglers.Verdict.LATE;
import static io.shardmesh.node.object.Stragglers.Verdict.LOST;
import static io.shardmesh.node.object.Stragglers.Verdict.ON_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StragglersTest {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int TURN_BYTES = 64 << 10;

    private final Stragglers stragglers = new Stragglers();
    private final List<Stragglers.Flow> flows = Stream.generate(stragglers::flow).limit(4).toList();
    private final Stragglers.Flow first = flows.getFirst();
    private final long[] streamBytes = new long[4];
    private long nowMillis = 1000;

    @Test
    void verdict_whenNobodyBringsAnything_isLateAfterHalfASecondAndLostAfterSix() {
        askAll(1);
        pass(499);
        assertVerdicts(ON_TIME, ON_TIME, ON_TIME, ON_TIME);
        pass(1);
        assertVerdicts(LATE, LATE, LATE, LATE);
        pass(5500);
        assertVerdicts(LOST, LOST, LOST, LOST);
    }

    @Test
    void verdict_ofOneThatOwesNothing_isOnTime() {
        askAll(1);
        flows.get(1).answered(now());
        flows.get(2).dropped();
        pass(10_000);
        assertVerdicts(LOST, ON_TIME, ON_TIME, LOST);
    }

    @Test
    void verdict_afterASlowOpening_waitsFourTimesAsLong() {
        askAll(1);
        pass(400);
        first.opened(400_000_000);
        pass(1199);
        assertEquals(ON_TIME, verdict(0));
        pass(1);
        assertEquals(LATE, verdict(0));
    }

    @Test
    void verdict_onALineSlowerThanAnyPatience_isOnTimeForAllThatTakeTurns() {
        askAll(4);
        for (int turn = 0; turn < 64; turn++) {
            // 26 kB/s for all together: each brings something once in ten seconds.
            pass(2500);
            bring(turn % 4, TURN_BYTES);
            assertVerdicts(ON_TIME, ON_TIME, ON_TIME, ON_TIME);
        }
    }

    @Test
    void verdict_onALineThatBringsAWholeWindowOfEachInTurn_isOnTimeForAll() {
        askAll(4);
        for (int turn = 0; turn < 64; turn++) {
            // 60 kB/s for all together: each is silent for 13 s and then brings 256 KiB.
            pass(1100);
            bring(turn / 4 % 4, TURN_BYTES);
            assertVerdicts(ON_TIME, ON_TIME, ON_TIME, ON_TIME);
        }
    }

    @Test
    void verdict_ofTheLastInAQueue_isOnTimeWhenTheOthersAreDone() {
        askAll(1);
        bring(0, TURN_BYTES);
        for (int other = 1; other < 4; other++) {
            pass(2900);
            bring(other, 4 * TURN_BYTES);
            flows.get(other).answered(now());
            assertEquals(ON_TIME, verdict(0), "after " + other);
        }
        pass(499);
        assertEquals(ON_TIME, verdict(0));
        pass(1);
        assertEquals(LATE, verdict(0));
    }

    @Test
    void verdict_ofASilentOneOnABusyLine_isLateOnceOthersHadSeveralTurns() {
        askAll(4);
        bringAll(TURN_BYTES);
        for (int turn = 1; turn <= 7; turn++) {
            pass(200);
            bringOthers(TURN_BYTES);
            assertEquals(ON_TIME, verdict(0), "turn " + turn);
        }
        pass(200);
        bringOthers(TURN_BYTES);
        assertVerdicts(LATE, ON_TIME, ON_TIME, ON_TIME);
        bring(0, 1);
        assertEquals(ON_TIME, verdict(0));
    }

    @Test
    void verdict_ofASilentOneOnAFastLine_stillTakesHalfASecond() {
        askAll(4);
        bringOthers(BLOCK_BYTES - 1);
        pass(499);
        assertEquals(ON_TIME, verdict(0));
        pass(1);
        assertEquals(LATE, verdict(0));
    }

    @Test
    void verdict_whenTheWholeLineStandsStill_isOnTimeForThreeSeconds() {
        askAll(4);
        bringAll(TURN_BYTES);
        pass(2999);
        assertVerdicts(ON_TIME, ON_TIME, ON_TIME, ON_TIME);
        pass(1);
        assertVerdicts(LATE, LATE, LATE, LATE);
    }

    @Test
    void verdict_ofOneThatDribbles_isLateWhenOthersBroughtFourBlocksEach() {
        askAll(5);
        for (int block = 0; block < 4; block++) {
            assertEquals(ON_TIME, verdict(0), "block " + block);
            pass(300);
            bring(0, 1000);
            bringOthers(BLOCK_BYTES);
            flows.subList(1, 4).forEach(flow -> flow.answered(now()));
        }
        assertVerdicts(LATE, ON_TIME, ON_TIME, ON_TIME);
    }

    @Test
    void verdict_ofTheLastOneThatDribbles_isLateAfterFourTimesTheUsualTime() {
        askAll(1);
        pass(300);
        bringAll(1000);
        flows.subList(1, 4).forEach(flow -> flow.answered(now()));
        pass(899);
        bring(0, 1000);
        assertEquals(ON_TIME, verdict(0));
        pass(1);
        assertEquals(LATE, verdict(0));
    }

    @Test
    void received_onANewStream_countsFromItsStart() {
        askAll(1);
        bringAll(TURN_BYTES);
        first.opened(0);
        streamBytes[0] = 0;
        pass(2000);
        bring(0, 1);
        bringOthers(8 * TURN_BYTES);
        pass(499);
        assertEquals(ON_TIME, verdict(0));
        pass(1);
        assertEquals(LATE, verdict(0));
    }

    private void askAll(int blockCount) {
        for (int i = 0; i < blockCount; i++) {
            flows.forEach(flow -> flow.asked(BLOCK_BYTES, now()));
        }
    }

    private void bring(int index, int bytes) {
        streamBytes[index] += bytes;
        flows.get(index).received(streamBytes[index], now());
    }

    private void bringAll(int bytes) {
        bringOthers(bytes);
        bring(0, bytes);
    }

    private void bringOthers(int bytes) {
        for (int i = 1; i < flows.size(); i++) {
            bring(i, bytes);
        }
    }

    private void pass(int millis) {
        nowMillis += millis;
    }

    private long now() {
        return nowMillis * 1_000_000;
    }

    private Stragglers.Verdict verdict(int index) {
        return flows.get(index).verdict(now());
    }

    private void assertVerdicts(Stragglers.Verdict... expected) {
        assertEquals(List.of(expected), flows.stream().map(flow -> flow.verdict(now())).toList());
    }
}
