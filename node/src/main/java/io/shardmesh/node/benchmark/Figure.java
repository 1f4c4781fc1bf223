package io.shardmesh.node.benchmark;

import java.util.Optional;

/**
 * One thing that was measured.
 *
 * @param suite of which it is part
 * @param name what was measured
 * @param value in the unit
 * @param unit of the value and of the limit
 * @param limit what it is compared with, measured in the same run; empty when nothing is
 */
public record Figure(Suite suite, String name, double value, Unit unit, Optional<Limit> limit) {
    /** What values are. */
    public enum Unit {
        /** 10^9 bytes a second; more is better. */
        GIGABYTES_PER_SECOND("GB/s", 1e9),
        /** 10^6 bytes a second; more is better. */
        MEGABYTES_PER_SECOND("MB/s", 1e6),
        /** Times a second; more is better. */
        PER_SECOND("/s", 1),
        /** Milliseconds; less is better. */
        MILLISECONDS("ms", 1e-3);

        private final String symbol;
        private final double scale;

        Unit(String symbol, double scale) {
            this.symbol = symbol;
            this.scale = scale;
        }

        /** How it is written behind a number. */
        public String symbol() {
            return symbol;
        }
    }

    /**
     * What bounds the figure, or does the same elsewhere.
     *
     * @param name what it is
     * @param value in the figure's unit
     */
    public record Limit(String name, double value) {}

    /** A figure, given in bytes a second, times a second or seconds. */
    static Figure of(Suite suite, String name, double plain, Unit unit) {
        return new Figure(suite, name, plain / unit.scale, unit, Optional.empty());
    }

    /** The same beside a limit, given as {@link #of} takes values. */
    Figure beside(String limitName, double plain) {
        return new Figure(
                suite, name, value, unit, Optional.of(new Limit(limitName, plain / unit.scale)));
    }
}
