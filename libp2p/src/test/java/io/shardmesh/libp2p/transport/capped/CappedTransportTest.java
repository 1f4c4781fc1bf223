package io.shardmesh.libp2p.transport.capped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.transport.Transport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CappedTransportTest {
    private static final long RATE = 1_000_000;
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void noRates_transportIsReturnedAsItIs() {
        CappedNet net = new CappedNet(0, 0);
        Transport plain = net.network.transport("10.0.0.9");
        assertSame(plain, CappedTransport.of(ByteRates.unlimited(), plain, net.time));
    }

    @Test
    void rates_belowTheLeast_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> CappedNet.rates(16 * 1024 - 1, 0));
        assertThrows(IllegalArgumentException.class, () -> CappedNet.rates(0, 1));
    }

    @Test
    void smallMessage_besideBusyConnectionsUp_arrivesSoon() {
        CappedNet net = new CappedNet(RATE, 0);
        for (int i = 0; i < 6; i++) {
            net.connect().keepSending();
        }
        net.time.advance(Duration.ofSeconds(1));
        net.connect().write(12);
        net.time.advance(SHORT);
        assertEquals(12, net.receivers.getLast().receivedBytes);
    }

    @Test
    void smallMessage_besideBusyConnectionsDown_arrivesAtOnce() {
        CappedNet net = new CappedNet(0, RATE);
        for (int i = 0; i < 6; i++) {
            net.connect().keepSending();
        }
        net.time.advance(Duration.ofSeconds(1));
        net.connect().write(12);
        net.time.advance(Duration.ofMillis(2));
        assertEquals(12, net.receivers.getLast().receivedBytes);
    }

    @Test
    void readsThatBringMuch_areSharedOutInTurns() {
        CappedNet net = new CappedNet(0, RATE / 2);
        net.network.segmentBytes(256 * 1024);
        for (int i = 0; i < 4; i++) {
            net.connect().write(4_000_000);
        }
        net.time.advance(Duration.ofSeconds(3));
        long[] before = net.receivers.stream().mapToLong(end -> end.receivedBytes).toArray();
        // At half a second for each read one of them would have its turn after two.
        net.time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 4; i++) {
            CappedNet.End end = net.receivers.get(i);
            assertTrue(end.receivedBytes > before[i], "nothing for " + i);
            assertTrue(end.inOrder);
        }
    }

    @Test
    void close_byTheOtherEndWhileBytesWaitForTheirTurn_losesNone() {
        CappedNet net = new CappedNet(0, RATE);
        net.network.segmentBytes(256 * 1024);
        CappedNet.End sender = net.connect();
        sender.write(500_000);
        sender.connection.close();
        assertTrue(net.time.runUntilIdle(Duration.ofSeconds(2)));
        CappedNet.End receiver = net.receivers.getFirst();
        assertEquals(500_000, receiver.receivedBytes);
        assertTrue(receiver.inOrder && receiver.closed);
    }

    @Test
    void pauseReading_insideOfABigRead_holdsTheRestBack() {
        CappedNet net = new CappedNet(0, 100 * RATE);
        net.network.segmentBytes(256 * 1024);
        CappedNet.End sender = net.connect();
        CappedNet.End receiver = net.receivers.getFirst();
        receiver.pauseAtBytes = 1;
        sender.write(256 * 1024);
        net.time.advance(SHORT);
        assertEquals(ReceiveCap.TURN_BYTES, receiver.receivedBytes);
        receiver.connection.resumeReading();
        net.time.advance(SHORT);
        assertEquals(256 * 1024, receiver.receivedBytes);
        assertTrue(receiver.inOrder);
    }

    @Test
    void close_bytesWaitForTheirTurn_arriveBeforeTheEnd() {
        CappedNet net = new CappedNet(RATE, 0);
        CappedNet.End sender = net.connect();
        sender.write(500_000);
        sender.connection.close();
        sender.write(1);
        net.time.advance(Duration.ofMillis(300));
        assertFalse(net.receivers.getFirst().closed);
        assertTrue(net.time.runUntilIdle(Duration.ofSeconds(1)), "a timer holds what has ended");
        assertEquals(500_000, net.receivers.getFirst().receivedBytes);
        assertTrue(sender.closed && net.receivers.getFirst().closed);
        assertEquals(0, net.network.openEndCount());
    }

    @Test
    void close_moreThanTheCapSendsInTime_endsAllTheSame() {
        CappedNet net = new CappedNet(RATE, 0);
        CappedNet.End sender = net.connect();
        sender.write(20_000_000);
        sender.connection.close();
        net.time.advance(Duration.ofSeconds(6));
        assertTrue(sender.closed);
        assertEquals(0, net.network.openEndCount());
    }

    @Test
    void pausedReader_turnComes_staysPausedUntilItsUserResumes() {
        CappedNet net = new CappedNet(0, RATE);
        net.connect().keepSending();
        CappedNet.End reader = net.receivers.getFirst();
        net.time.advance(Duration.ofSeconds(1));
        reader.connection.pauseReading();
        net.time.advance(Duration.ofMillis(1));
        long before = reader.receivedBytes;
        net.time.advance(Duration.ofSeconds(1));
        assertEquals(before, reader.receivedBytes);
        reader.connection.resumeReading();
        net.time.advance(Duration.ofSeconds(1));
        assertTrue(reader.receivedBytes > before);
    }

    @Test
    void networkIsSlowerThanTheCap_senderGoesOnWhenItHasRoom() {
        CappedNet net = new CappedNet(100 * RATE, 0);
        CappedNet.End sender = net.connect();
        CappedNet.End reader = net.receivers.getFirst();
        reader.connection.pauseReading();
        sender.keepSending();
        net.time.advance(Duration.ofSeconds(1));
        assertTrue(sender.connection.unsentBytes() >= 16 * 1024, "back-pressure is missing");
        reader.connection.resumeReading();
        net.time.advance(Duration.ofSeconds(1));
        assertTrue(reader.receivedBytes > 2 * RATE, "it stalled at " + reader.receivedBytes);
    }
}
