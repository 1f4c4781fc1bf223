package io.shardmesh.cli.command;

import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder that goes with all that is in it. */
final class ScratchFolder implements AutoCloseable {
    private static final int ABANDON_ATTEMPTS = 100;

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    static ScratchFolder in(Path parent) {
        try {
            return new ScratchFolder(Files.createTempDirectory(parent, "shardmesh-"));
        } catch (IOException e) {
            throw IoFailures.of("make a folder in", parent.toString(), e).exception();
        }
    }

    Path path() {
        return path;
    }

    /** For an interrupt: others may still be writing there, and nobody reads what went wrong. */
    void abandon() {
        for (int i = 0; i < ABANDON_ATTEMPTS && Files.exists(path); i++) {
            try {
                delete();
            } catch (IOException | UncheckedIOException again) {
                Thread.onSpinWait();
            }
        }
    }

    /** Removes it; may be called again. */
    @Override
    public void close() {
        try {
            delete();
        } catch (IOException e) {
            throw IoFailures.of("remove", path.toString(), e).exception();
        }
    }

    private void delete() throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : leavesFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
