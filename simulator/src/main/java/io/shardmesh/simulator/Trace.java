package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
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
    private static final int MAX_LINE_COUNT = 2_000;

    private final LongSupplier nanoTime;
    private final Blake3Hasher hasher = Blake3.hasher();
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    Trace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes an event for readers and for the digest. */
    public void note(String node, String event) {
        String line =
                String.format(
                        Locale.ROOT, "%12.6f %-10s %s", nanoTime.getAsLong() / 1e9, node, event);
        digest(line);
        lines.add(line);
        if (lines.size() > MAX_LINE_COUNT) {
            lines.remove();
        }
    }

    /** Notes bytes on their way, for the digest alone. */
    void segment(String from, String to, int bytes) {
        digest(nanoTime.getAsLong() + " " + from + " " + to + " " + bytes);
    }

    /** The lines of the last events, oldest first. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Ends the trace: equal exactly when every event was equal. */
    public Digest digest() {
        return hasher.finish();
    }

    private void digest(String event) {
        byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
        hasher.update(bytes, 0, bytes.length);
    }
}
