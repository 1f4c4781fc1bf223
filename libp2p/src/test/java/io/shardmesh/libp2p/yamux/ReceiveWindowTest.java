package io.shardmesh.libp2p.yamux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ReceiveWindowTest {
    private static final int WINDOW = YamuxConfig.INITIAL_WINDOW_BYTES;
    private static final int MOST = YamuxConfig.DEFAULT.maxWindowBytes();

    private final WindowBudget node = WindowBudget.of(3L * MOST);
    private final WindowBudget connection = node.part(2L * MOST);
    private long nowNanos;
    private final Pace pace = new Pace(() -> nowNanos);
    private final ReceiveWindow window = opened();

    @Test
    void updateGrant_consumedWithinFourRoundTrips_doublesUpToTheLimit() {
        pace.measured(100);
        int size = WINDOW;
        while (size < MOST) {
            nowNanos += 399;
            assertEquals(half(size) + size, use(window, half(size)));
            size *= 2;
            assertEquals(size - WINDOW, node.takenBytes());
        }
        assertEquals(half(MOST), use(window, half(MOST)));
        assertEquals(MOST - WINDOW, connection.takenBytes());
    }

    @Test
    void updateGrant_slowerThanFourRoundTrips_staysAsItIs() {
        pace.measured(100);
        nowNanos += 400;
        assertEquals(half(WINDOW), use(window, half(WINDOW)));
        nowNanos += 399;
        assertEquals(half(WINDOW) + WINDOW, use(window, half(WINDOW)));
    }

    @Test
    void updateGrant_roundTripUnknown_staysAsItIs() {
        assertEquals(half(WINDOW), use(window, half(WINDOW)));
        assertEquals(0, node.takenBytes());
    }

    @Test
    void admit_afterGrowing_allowsExactlyTheNewWindow() {
        pace.measured(100);
        use(window, half(WINDOW));
        assertFalse(window.admit(2L * WINDOW + 1));
        assertTrue(window.admit(2L * WINDOW));
        assertFalse(window.admit(1));
    }

    @Test
    void updateGrant_budgetUsedUp_staysAsItIsUntilSomebodyEnds() {
        WindowBudget narrow = node.part(WINDOW);
        pace.measured(100);
        ReceiveWindow first = new ReceiveWindow(YamuxConfig.DEFAULT, narrow, pace);
        ReceiveWindow second = new ReceiveWindow(YamuxConfig.DEFAULT, narrow, pace);
        assertEquals(half(WINDOW) + WINDOW, use(first, half(WINDOW)));
        assertEquals(half(WINDOW), use(second, half(WINDOW)));
        first.end();
        first.end();
        assertEquals(half(WINDOW) + WINDOW, use(second, half(WINDOW)));
        second.end();
        assertEquals(0, node.takenBytes());
    }

    @Test
    void take_partOverTheWhole_isRefusedAndTakesNothing() {
        WindowBudget other = node.part(3L * MOST);
        assertTrue(connection.take(2L * MOST));
        assertFalse(other.take(2L * MOST));
        assertEquals(2L * MOST, node.takenBytes());
        assertTrue(other.take(MOST));
        connection.giveBack(2L * MOST);
        assertThrows(IllegalStateException.class, () -> connection.giveBack(1));
        assertEquals(MOST, node.takenBytes());
    }

    private ReceiveWindow opened() {
        return new ReceiveWindow(YamuxConfig.DEFAULT, connection, pace);
    }

    /** Receives and consumes so much; the update that follows. */
    private static long use(ReceiveWindow window, int bytes) {
        assertTrue(window.admit(bytes));
        window.delivered(bytes);
        window.consumed(bytes);
        assertTrue(window.isUpdateDue());
        return window.updateGrant();
    }

    private static int half(int bytes) {
        return bytes / 2;
    }
}
