package io.shardmesh.node.config;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: "500000000", "500 MB" (10^6), "10GiB" or "10G" (2^30). */
public final class ByteSize {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,19})\\s*([a-z]*)");
    private static final Map<String, Long> UNITS =
            Map.ofEntries(
                    Map.entry("", 1L),
                    Map.entry("b", 1L),
                    Map.entry("kb", 1_000L),
                    Map.entry("mb", 1_000_000L),
                    Map.entry("gb", 1_000_000_000L),
                    Map.entry("tb", 1_000_000_000_000L),
                    Map.entry("k", 1L << 10),
                    Map.entry("m", 1L << 20),
                    Map.entry("g", 1L << 30),
                    Map.entry("t", 1L << 40),
                    Map.entry("kib", 1L << 10),
                    Map.entry("mib", 1L << 20),
                    Map.entry("gib", 1L << 30),
                    Map.entry("tib", 1L << 40));

    private ByteSize() {}

    /** Reads a size; empty when the text is none or does not fit 63 bits. */
    public static OptionalLong parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            return OptionalLong.empty();
        }
        try {
            long count = Long.parseLong(matcher.group(1));
            return OptionalLong.of(Math.multiplyExact(count, UNITS.get(matcher.group(2))));
        } catch (ArithmeticException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
