package io.shardmesh.cli.render;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.Progress;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class ProgressLineProperties {
    /** A line that is as wide as the window wraps, and the next redraw leaves its rest behind. */
    @Property(tries = 300)
    void of_anyWidth_isNarrowerThanTheWindow(
            @ForAll @LongRange(min = 0) long done,
            @ForAll @LongRange(min = 0) long total,
            @ForAll @LongRange(min = 0, max = 1L << 50) long nanos,
            @ForAll @IntRange(min = 1, max = 200) int columns) {
        OptionalLong known = total % 3 == 0 ? OptionalLong.empty() : OptionalLong.of(total);
        String line = ProgressLine.of("get", new Progress(done, known), nanos, columns);
        assertTrue(line.length() < columns, () -> line.length() + " in " + columns + ": " + line);
        assertFalse(line.contains("\n") || line.contains("NaN"), line);
    }
}
