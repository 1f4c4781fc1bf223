package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.transport.Transport;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A host that sends to another over capped transports, in virtual time. */
final class CappedNet {
    final VirtualScheduler time = VirtualScheduler.create();
    final MemoryNetwork network = MemoryNetwork.create(time);
    final List<End> senders = new ArrayList<>();
    final List<End> receivers = new ArrayList<>();
    private final Transport from;
    private final Transport to;
    private final Multiaddr address = Multiaddr.tcp("10.0.0.2", 4001);

    CappedNet(long upPerSecond, long downPerSecond) {
        from = CappedTransport.of(rates(upPerSecond, 0), network.transport("10.0.0.1"), time);
        to = CappedTransport.of(rates(0, downPerSecond), network.transport("10.0.0.2"), time);
        to.listen(address, connection -> receivers.add(new End(connection))).isDone();
        time.advance(Duration.ofMillis(1));
    }

    static ByteRates rates(long up, long down) {
        return new ByteRates(cap(up), cap(down));
    }

    private static OptionalLong cap(long rate) {
        return rate == 0 ? OptionalLong.empty() : OptionalLong.of(rate);
    }

    /** Opens one more connection; its ends are the last of their lists. */
    End connect() {
        var dialled = from.dial(address);
        time.advance(Duration.ofMillis(5));
        End end = new End(dialled.join());
        senders.add(end);
        return end;
    }

    long receivedBytes() {
        return receivers.stream().mapToLong(end -> end.receivedBytes).sum();
    }

    /** One end; it counts what comes, checks its order and may send without pause. */
    static final class End implements ConnectionHandler {
        private static final int HIGH_BYTES = 16 * 1024;
        private static final int WRITE_BYTES = 10_007;

        final Connection connection;
        long receivedBytes;
        boolean inOrder = true;
        boolean closed;

        /** Reads no more, once, when so much has come. */
        long pauseAtBytes = Long.MAX_VALUE;

        private boolean busy;
        private long writtenBytes;

        End(Connection connection) {
            this.connection = connection;
            connection.handler(this);
        }

        void keepSending() {
            busy = true;
            drained();
        }

        void stopSending() {
            busy = false;
        }

        void write(int size) {
            ByteBuffer bytes = ByteBuffer.allocate(size);
            while (bytes.hasRemaining()) {
                bytes.put((byte) (writtenBytes++ % 251));
            }
            connection.write(bytes.flip());
        }

        @Override
        public void received(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                inOrder &= bytes.get() == (byte) (receivedBytes++ % 251);
            }
            if (receivedBytes >= pauseAtBytes) {
                pauseAtBytes = Long.MAX_VALUE;
                connection.pauseReading();
            }
        }

        @Override
        public void drained() {
            while (busy && connection.unsentBytes() < HIGH_BYTES) {
                write(WRITE_BYTES);
            }
        }

        @Override
        public void closed(Optional<String> why) {
            closed = true;
        }
    }
}
