package io.shardmesh.libp2p.yamux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.Buffers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two ends over a line whose round trip the test decides; only pings count. */
final class PingsTest {
    private static final long SECOND = 1_000_000_000;
    private static final long TRIP = 100_000_000;

    private final RecordingListener listener = new RecordingListener();
    private long nowNanos;
    private final WindowBudget budget = WindowBudget.of(64 << 20);
    private final Yamux client =
            Yamux.create(true, YamuxConfig.DEFAULT, budget.part(32 << 20), () -> nowNanos);
    private final Yamux server =
            Yamux.create(false, YamuxConfig.DEFAULT, budget.part(32 << 20), () -> nowNanos);
    private final int stream = client.openStream();

    @Test
    void roundTrip_ofAConnectionThatIsAlwaysBusy_isMeasuredEveryTenSeconds() {
        assertEquals(Optional.empty(), client.roundTrip());
        for (int second = 1; second < 10; second++) {
            nowNanos = second * SECOND;
            exchange(0);
            assertEquals(Optional.empty(), client.roundTrip());
        }
        nowNanos = 10 * SECOND;
        exchange(TRIP);
        assertEquals(Optional.of(Duration.ofNanos(TRIP)), client.roundTrip());
        assertFalse(pings(sent(client)));
        nowNanos += 10 * SECOND;
        exchange(TRIP / 2);
        assertEquals(Optional.of(Duration.ofNanos(TRIP / 2)), client.roundTrip());
    }

    @Test
    void roundTrip_whenAnswersWaitBehindData_isTheLeastOfTheLastOnes() {
        assertTrue(client.ping(1));
        answer(TRIP);
        for (int ping = 2; ping <= Pace.REMEMBERED; ping++) {
            assertTrue(client.ping(ping));
            answer(7 * TRIP);
        }
        assertEquals(Optional.of(Duration.ofNanos(TRIP)), client.roundTrip());
        assertTrue(client.ping(1));
        answer(7 * TRIP);
        assertEquals(Optional.of(Duration.ofNanos(7 * TRIP)), client.roundTrip());
    }

    /** The server sends some data. */
    private void exchange(long tripNanos) {
        give(sent(client), server);
        server.write(stream, ByteBuffer.allocate(1000));
        give(sent(server), client);
        client.consumed(stream, 1000);
        answer(tripNanos);
    }

    /** What the client has to say gets its answer after so long. */
    private void answer(long tripNanos) {
        give(sent(client), server);
        nowNanos += tripNanos;
        give(sent(server), client);
    }

    private List<ByteBuffer> sent(Yamux from) {
        List<ByteBuffer> sent = new ArrayList<>();
        from.drainOutput(
                Integer.MAX_VALUE,
                ByteBuffer.allocate(65_519),
                chunk -> sent.add(ByteBuffer.wrap(Buffers.take(chunk))),
                listener);
        return sent;
    }

    private void give(List<ByteBuffer> bytes, Yamux to) {
        bytes.forEach(piece -> to.receive(piece.duplicate(), listener));
    }

    /** Whether a ping is the first frame in it. */
    private static boolean pings(List<ByteBuffer> sent) {
        return !sent.isEmpty() && sent.getFirst().get(1) == Frame.PING;
    }
}
