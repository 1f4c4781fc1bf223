package io.shardmesh.node.api;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as HTTP has it (RFC 9110, section 14.1.2): positions count from 0, both ends
 * belong to it, and an end behind the file's means the file's.
 *
 * @param from position of the first byte; empty when {@code to} counts from the end
 * @param to position of the last byte, or empty for the rest of the file; without {@code from} the
 *     number of last bytes
 */
public record ByteRange(OptionalLong from, OptionalLong to) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

    /**
     * What a range means for a file of known size.
     *
     * @param offset position of its first byte
     * @param count bytes in it
     */
    public record Span(long offset, long count) {}

    /** Refuses what is no range with {@link IllegalArgumentException}. */
    public ByteRange {
        boolean none = from.isEmpty() && to.isEmpty();
        boolean turned = from.orElse(0) > to.orElse(Long.MAX_VALUE);
        if (none || turned || from.orElse(0) < 0 || to.orElse(0) < 0) {
            throw new IllegalArgumentException("no range of bytes");
        }
    }

    /** Reads {@code FROM-TO}, {@code FROM-} or {@code -COUNT}; empty when it is none of them. */
    public static Optional<ByteRange> parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ByteRange(number(matcher.group(1)), number(matcher.group(2))));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(String digits) {
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    /** Its bytes in a file of {@code sizeBytes}; empty when it has none there. */
    public Optional<Span> within(long sizeBytes) {
        long offset = from.orElseGet(() -> Math.max(0, sizeBytes - to.getAsLong()));
        long last =
                from.isPresent() ? Math.min(to.orElse(sizeBytes), sizeBytes - 1) : sizeBytes - 1;
        return offset <= last ? Optional.of(new Span(offset, last - offset + 1)) : Optional.empty();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return digits(from) + "-" + digits(to);
    }

    private static String digits(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }
}
