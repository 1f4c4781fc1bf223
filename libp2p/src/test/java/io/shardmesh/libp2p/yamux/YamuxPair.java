package io.shardmesh.libp2p.yamux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.Buffers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two yamux ends, a pipe each way, and a model of what has been written. Content is a function of
 * stream and offset, so that any loss, repetition or mix-up shows.
 */
final class YamuxPair {
    private static final int WINDOW = YamuxConfig.INITIAL_WINDOW_BYTES;

    private final Random random;
    private final End client = new End(true);
    private final End server = new End(false);

    YamuxPair(Random random) {
        this.random = random;
    }

    void step() {
        End end = random.nextBoolean() ? client : server;
        End other = end == client ? server : client;
        switch (random.nextInt(9)) {
            case 0 -> end.open();
            case 1, 2 -> end.write(random);
            case 3, 4 -> end.consume(random);
            case 5 -> end.close(random);
            case 6 -> end.drain(random.nextInt(100_000));
            case 7 -> end.deliverTo(other, random.nextInt(50_000));
            default -> end.maybeReset(random);
        }
    }

    /** Lets everything flow until both sides are at rest, then closes all streams. */
    void finish() {
        for (int round = 0; round < 50; round++) {
            for (End end : List.of(client, server)) {
                End other = end == client ? server : client;
                end.consumeAll();
                if (round > 10) {
                    end.closeAll();
                }
                end.drain(Integer.MAX_VALUE);
                end.deliverTo(other, Integer.MAX_VALUE);
            }
        }
    }

    void checkAllArrived() {
        assertEquals(0, client.yamux.streamCount());
        assertEquals(0, server.yamux.streamCount());
        client.checkAgainst(server);
        server.checkAgainst(client);
    }

    private static byte content(int stream, int offset, boolean fromClient) {
        return (byte) (stream * 31 + offset * 7 + (offset >> 8) + (fromClient ? 1 : 0));
    }

    private static final class End implements YamuxListener {
        private final boolean isClient;
        private final Yamux yamux;
        private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
        private final Map<Integer, Integer> written = new TreeMap<>();
        private final Map<Integer, Integer> received = new HashMap<>();
        private final Map<Integer, Integer> unconsumed = new TreeMap<>();
        private final TreeSet<Integer> wasReset = new TreeSet<>();

        private End(boolean isClient) {
            this.isClient = isClient;
            this.yamux = Yamux.create(isClient, YamuxConfig.DEFAULT);
        }

        private void open() {
            if (yamux.canOpenStream()) {
                written.put(yamux.openStream(), 0);
            }
        }

        private int pick(Random random) {
            List<Integer> known = new ArrayList<>(written.keySet());
            return known.isEmpty() ? 0 : known.get(random.nextInt(known.size()));
        }

        private void write(Random random) {
            int stream = pick(random);
            if (stream == 0) {
                return;
            }
            int from = written.getOrDefault(stream, 0);
            byte[] bytes = new byte[random.nextInt(WINDOW)];
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] = content(stream, from + index, isClient);
            }
            written.put(stream, from + yamux.write(stream, ByteBuffer.wrap(bytes)));
        }

        private void consume(Random random) {
            unconsumed.replaceAll((stream, bytes) -> {
                int used = random.nextInt(bytes + 1);
                yamux.consumed(stream, used);
                return bytes - used;
            });
        }

        private void consumeAll() {
            unconsumed.replaceAll((stream, bytes) -> {
                yamux.consumed(stream, bytes);
                return 0;
            });
        }

        private void close(Random random) {
            if (random.nextInt(4) == 0) {
                int stream = pick(random);
                yamux.closeWrite(stream);
            }
        }

        private void closeAll() {
            written.keySet().forEach(yamux::closeWrite);
        }

        private void maybeReset(Random random) {
            int stream = pick(random);
            if (stream != 0 && random.nextInt(10) == 0) {
                wasReset.add(stream);
                yamux.reset(stream);
            }
        }

        private void drain(int maxBytes) {
            yamux.drainOutput(
                    maxBytes,
                    ByteBuffer.allocate(65_519),
                    chunk -> wire.writeBytes(Buffers.take(chunk)),
                    this);
        }

        private void deliverTo(End other, int maxBytes) {
            byte[] waiting = wire.toByteArray();
            int bytes = Math.min(maxBytes, waiting.length);
            wire.reset();
            wire.write(waiting, bytes, waiting.length - bytes);
            other.yamux.receive(ByteBuffer.wrap(waiting, 0, bytes), other);
        }

        private void checkAgainst(End other) {
            written.forEach((stream, bytes) -> {
                boolean cut = wasReset.contains(stream) || other.wasReset.contains(stream);
                int arrived = other.received.getOrDefault(stream, 0);
                assertTrue(cut ? arrived <= bytes : arrived == bytes, "stream " + stream);
            });
        }

        @Override
        public void opened(int stream) {
            written.put(stream, 0);
        }

        @Override
        public void data(int stream, ByteBuffer data) {
            int offset = received.getOrDefault(stream, 0);
            received.put(stream, offset + data.remaining());
            int waiting = unconsumed.merge(stream, data.remaining(), Integer::sum);
            assertTrue(waiting <= WINDOW, "window of stream " + stream);
            while (data.hasRemaining()) {
                assertEquals(content(stream, offset++, !isClient), data.get());
            }
        }

        @Override
        public void remoteClosed(int stream) {}

        @Override
        public void reset(int stream) {
            wasReset.add(stream);
        }

        @Override
        public void writable(int stream) {
            assertTrue(yamux.sendWindow(stream) > 0);
        }

        @Override
        public void pong(int value) {}

        @Override
        public void goAway(int code) {
            throw new AssertionError("go away " + code);
        }

        @Override
        public void failed(String why) {
            throw new AssertionError(why);
        }
    }
}
