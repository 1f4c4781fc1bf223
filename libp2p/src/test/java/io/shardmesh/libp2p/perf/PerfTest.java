package io.shardmesh.libp2p.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PerfTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration ONE_WAY = Duration.ofMillis(50);

    private final VirtualScheduler time = VirtualScheduler.create();
    private final MemoryNetwork network = MemoryNetwork.create(time);
    private final Swarm one = swarm(1);
    private final Swarm two = swarm(2);

    @Test
    void measure_bothWays_countsAndTakesTimes() {
        network.latency((from, to, size) -> ONE_WAY);
        connect();
        Perf.Measured measured = await(measure(3_000_000, 5_000_000));
        assertTrue(measured.upload().compareTo(ONE_WAY.multipliedBy(2)) >= 0);
        assertTrue(measured.download().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void measure_nothingAtAll_ends() {
        connect();
        Perf.Measured measured = await(measure(0, 0));
        assertEquals(Duration.ZERO, measured.download());
    }

    @Test
    void measure_longLine_windowsGrowAndAreGivenBack() {
        network.latency((from, to, size) -> ONE_WAY);
        connect();
        CompletableFuture<Perf.Measured> running = measure(0, 64 << 20);
        long most = 0;
        while (!running.isDone()) {
            time.advance(ONE_WAY);
            most = Math.max(most, one.grownWindowBytes());
        }
        // The network in memory takes 512 KiB a round trip: windows grow to some times that.
        assertTrue(most >= 1 << 20, "grown by " + most);
        assertTrue(most < SwarmConfig.Windows.defaults().streamBytes(), "grown by " + most);
        // A window of 256 KiB would need 256 round trips of 100 ms.
        assertTrue(running.join().download().compareTo(Duration.ofSeconds(15)) < 0);
        time.advance(Duration.ofSeconds(1));
        assertEquals(0, one.grownWindowBytes());
        assertEquals(0, two.grownWindowBytes());
    }

    @Test
    void measure_connectionDies_failsAndGivesWindowsBack() {
        network.latency((from, to, size) -> ONE_WAY);
        connect();
        CompletableFuture<Perf.Measured> running = measure(0, Long.MAX_VALUE);
        time.advance(Duration.ofSeconds(3));
        assertTrue(one.grownWindowBytes() > 0);
        one.disconnect(two.self(), "enough");
        time.advance(Duration.ofSeconds(1));
        assertTrue(running.isCompletedExceptionally());
        assertEquals(0, one.grownWindowBytes());
    }

    @Test
    void serve_everyBitSetAndNobodyReads_holdsNoMoreThanAWindow() {
        connect();
        Asker asker = new Asker(-1);
        Stream stream = await(one.open(two.self(), List.of(Perf.PROTOCOL), asker));
        time.advance(Duration.ofSeconds(5));
        assertTrue(asker.receivedBytes > 0);
        assertTrue(asker.receivedBytes <= 256 * 1024);
        stream.consumed(asker.receivedBytes);
        int before = asker.receivedBytes;
        time.advance(Duration.ofSeconds(1));
        assertTrue(asker.receivedBytes > before, "goes on when read");
        stream.reset();
    }

    @Test
    void serve_numberCutShort_resets() {
        connect();
        Asker asker = new Asker(0);
        asker.request.limit(7);
        await(one.open(two.self(), List.of(Perf.PROTOCOL), asker));
        time.advance(Duration.ofSeconds(1));
        assertEquals(Optional.of("reset by the peer"), asker.why);
        assertFalse(asker.ended);
    }

    private static final class Asker implements StreamHandler {
        private final ByteBuffer request = ByteBuffer.allocate(Long.BYTES);
        private int receivedBytes;
        private boolean ended;
        private Optional<String> why = Optional.empty();

        private Asker(long wantedBytes) {
            request.putLong(0, wantedBytes);
        }

        @Override
        public void opened(Stream stream) {
            while (request.hasRemaining()) {
                stream.write(ByteBuffer.wrap(new byte[] {request.get()}));
            }
            stream.closeWrite();
        }

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            receivedBytes += bytes.remaining();
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {
            ended = true;
        }

        @Override
        public void closed(Stream stream, Optional<String> reason) {
            why = reason;
        }
    }

    private void connect() {
        Perf.serve(two);
        await(one.connect(two.self(), List.of(Multiaddr.tcp("10.0.0.2", 4001))));
        time.advance(Duration.ofSeconds(1));
    }

    private CompletableFuture<Perf.Measured> measure(long upload, long download) {
        return Perf.measure(one, time, two.self(), upload, download);
    }

    private Swarm swarm(int host) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) host;
        String ip = "10.0.0." + host;
        Swarm swarm =
                Swarm.create(
                        SwarmConfig.of("lab/perf", List::of, InstantSource.system()),
                        SigningKey.ofSeed(SecretBytes.takeOver(seed)),
                        network.transport(ip),
                        time,
                        new Random(host)::nextBytes);
        await(swarm.listen(Multiaddr.tcp(ip, 4001)));
        return swarm;
    }

    private <T> T await(CompletableFuture<T> future) {
        assertTrue(time.runUntil(future::isDone, LONG), "done in time");
        return future.join();
    }
}
