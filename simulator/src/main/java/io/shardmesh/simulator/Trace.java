package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What happened, when and where. Its digest covers every event, down to each segment on the
 * network; the lines that people read are the last ones without those.
 */
public final class Trace {
    private static final int MAX_LINE_COUNT = 5_000;
    private static final int MAX_SHOWN_COUNT = 150;
    private static final int BATCH_BYTES = 64 * 1024;

    private final LongSupplier nanoTime;
    private final Blake3Hasher hasher = Blake3.hasher();
    private final ArrayDeque<Line> lines = new ArrayDeque<>();

    private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES);

    private record Line(String node, String text) {
        /** Whether it is about the run and not about one node. */
        boolean own() {
            return node.equals("simulator") || node.equals("fault");
        }
    }

    Trace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The last lines of these nodes, and of the simulator and its faults, oldest first.
     *
     * @param nodes of all when empty
     */
    public List<String> linesOf(List<String> nodes) {
        List<String> wanted =
                lines.stream()
                        .filter(line ->
                                nodes.isEmpty() || nodes.contains(line.node()) || line.own())
                        .map(Line::text)
                        .toList();
        return wanted.subList(Math.max(0, wanted.size() - MAX_SHOWN_COUNT), wanted.size());
    }

    /** Notes an event for readers and for the digest. */
    public void note(String node, String event) {
        String line =
                String.format(
                        Locale.ROOT, "%12.6f %-10s %s", nanoTime.getAsLong() / 1e9, node, event);
        digest(line);
        lines.add(new Line(node, line));
        if (lines.size() > MAX_LINE_COUNT) {
            lines.remove();
        }
    }

    /** Notes bytes on their way, for the digest alone. */
    void segment(String from, String to, int bytes) {
        room(3 * Integer.BYTES + Long.BYTES);
        batch.putLong(nanoTime.getAsLong());
        batch.putInt(from.hashCode()).putInt(to.hashCode()).putInt(bytes);
    }

    /** The lines of the last events, oldest first. */
    public List<String> lines() {
        return lines.stream().map(Line::text).toList();
    }

    /** Ends the trace: equal exactly when every event was equal. */
    public Digest digest() {
        flush();
        return hasher.finish();
    }

    private void digest(String event) {
        byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
        room(bytes.length);
        if (bytes.length > batch.remaining()) {
            hasher.update(bytes, 0, bytes.length);
        } else {
            batch.put(bytes);
        }
    }

    private void room(int bytes) {
        if (batch.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        hasher.update(batch.array(), 0, batch.position());
        batch.clear();
    }
}
