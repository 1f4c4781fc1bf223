package io.shardmesh.node.control;

import java.time.Instant;

/** Instants on the wire: seconds since 1970 and nanoseconds. */
final class Times {
    private Times() {}

    static Fields encode(Instant instant) {
        return Fields.empty()
                .put("seconds", instant.getEpochSecond())
                .put("nanos", instant.getNano());
    }

    static Instant instant(Fields fields) {
        return Instant.ofEpochSecond(fields.number("seconds"), fields.count("nanos"));
    }
}
