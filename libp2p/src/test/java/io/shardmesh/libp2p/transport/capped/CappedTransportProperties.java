package io.shardmesh.libp2p.transport.capped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class CappedTransportProperties {
    private static final int SECONDS = 5;

    @Property(tries = 20)
    void up_anyRateAndCount_isUsedKeptAndShared(
            @ForAll @LongRange(min = 300_000, max = 5_000_000) long rate,
            @ForAll @IntRange(min = 1, max = 12) int count) {
        check(new CappedNet(rate, 0), rate, count, 64 * 1024);
    }

    @Property(tries = 20)
    void down_anyRateAndCount_isUsedKeptAndShared(
            @ForAll @LongRange(min = 300_000, max = 5_000_000) long rate,
            @ForAll @IntRange(min = 1, max = 12) int count,
            @ForAll @IntRange(min = 200, max = 16_384) int segment) {
        check(new CappedNet(0, rate), rate, count, segment);
    }

    /** After a second, so that what a rest saved up is gone. */
    private static void check(CappedNet net, long rate, int count, int segment) {
        net.network.segmentBytes(segment);
        for (int i = 0; i < count; i++) {
            net.connect().keepSending();
        }
        net.time.advance(Duration.ofSeconds(1));
        long[] before = net.receivers.stream().mapToLong(end -> end.receivedBytes).toArray();
        long total = net.receivedBytes();
        net.time.advance(Duration.ofSeconds(SECONDS));
        double share = (double) (net.receivedBytes() - total) / (rate * SECONDS);
        assertEquals(1.0, share, 0.1, "share of the cap");
        for (int i = 0; i < count; i++) {
            CappedNet.End end = net.receivers.get(i);
            assertTrue(end.inOrder, "bytes came in another order");
            double fair = (double) rate * SECONDS / count;
            assertTrue(end.receivedBytes - before[i] > fair / 2, "a connection starved");
        }
    }
}
