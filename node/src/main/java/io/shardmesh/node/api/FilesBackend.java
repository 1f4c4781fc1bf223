package io.shardmesh.node.api;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** By what a holder reads and writes its files. */
public enum FilesBackend {
    /** Each kind of access by what measured better for it, where the system has both. */
    AUTO,
    /** The JDK's channels alone, on threads. */
    CHANNEL,
    /** Linux's io_uring for all that it can do; channels where the system has or allows none. */
    URING;

    /** The one of this name, as {@link #toString} gives it. */
    public static Optional<FilesBackend> parse(String text) {
        return Stream.of(values()).filter(value -> value.toString().equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
