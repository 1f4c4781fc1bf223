package io.shardmesh.simulator.month;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.Blake3Hasher;
import io.shardmesh.node.core.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** All that nodes write into their journals, for the digest; warnings also by kind, for people. */
final class MonthTrace {
    /** Ids and keys; warnings that differ in these alone are of one kind. */
    private static final Pattern PARTICULAR =
            Pattern.compile("\\b(shm1\\w+|12D3\\w+|\\d+|[0-9a-f]{16,})\\b");

    private final LongSupplier nanoTime;
    private final Blake3Hasher hasher = Blake3.hasher();
    private final Map<String, Integer> warnings = new TreeMap<>();

    MonthTrace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void note(String who, String line) {
        byte[] bytes =
                (nanoTime.getAsLong() + " " + who + " " + line + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        hasher.update(bytes, 0, bytes.length);
    }

    void warn(String who, String line) {
        note(who, line);
        warnings.merge(PARTICULAR.matcher(line).replaceAll("…"), 1, Integer::sum);
    }

    Journal journal(String who) {
        return new Journal() {
            @Override
            public void info(String line) {
                note(who, line);
            }

            @Override
            public void warn(String line) {
                MonthTrace.this.warn(who, line);
            }
        };
    }

    /** Each kind of warning and how often it came. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>();
        warnings.forEach((kind, count) -> lines.add(count + " × " + kind));
        return lines;
    }

    /**
     * Ends the trace.
     *
     * @param network digest of all messages
     */
    String digest(long network) {
        note("network", Long.toHexString(network));
        return hasher.finish().toString();
    }
}
