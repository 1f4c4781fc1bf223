package io.shardmesh.node.home;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A node's directory, private to its user.
 *
 * <pre>
 * format        "shardmesh home 1": which layout this is, for upgrades
 * lock, owner   who runs in it (see HomeLock)
 * peer.key      identity on the network, random
 * keys/         the owner's secrets, each sealed with a passphrase
 * config.toml   what the user set
 * state.json    device id, port
 * mesh/         membership list, open invites, addresses where members were last reached
 * log/          what happened, bounded
 * native/       library of SQLite, unpacked
 * control.sock  where commands reach the running service
 * </pre>
 *
 * <p>The other directories (store, catalog) belong to the packages that make them.
 */
public final class Home {
    /** Layout that this version writes and reads. */
    public static final int FORMAT = 1;

    private static final String MARKER = "format";
    private static final String MARKER_TEXT = "shardmesh home ";
    private static final int MAX_MARKER_BYTES = 64;
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    private final Path directory;

    private Home(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens a home, making it when it is not there. Takes no lock.
     *
     * <p>Fails with PERMISSION when it cannot be written, REFUSED when the directory holds other
     * things and no marker (so that a mistyped path is not turned into a home), MALFORMED when the
     * marker is of a newer version.
     */
    public static Home open(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            makePrivate(absolute);
            Home home = new Home(absolute);
            home.checkMarker();
            return home;
        } catch (IOException e) {
            throw IoFailures.of("open home", absolute.toString(), e).exception();
        }
    }

    /** Returns the absolute directory. */
    public Path directory() {
        return directory;
    }

    /** Returns a path below the home. */
    public Path resolve(String relative) {
        return directory.resolve(relative);
    }

    /** Makes a directory below the home, private to the user, and returns it. */
    public Path makeDirectory(String relative) {
        Path made = directory.resolve(relative);
        try {
            Files.createDirectories(made, PosixFilePermissions.asFileAttribute(PRIVATE));
            return made;
        } catch (IOException e) {
            throw IoFailures.of("make directory", made.toString(), e).exception();
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
    }

    private void checkMarker() throws IOException {
        Path marker = directory.resolve(MARKER);
        if (Files.exists(marker)) {
            checkFormat(marker);
        } else {
            checkEmpty();
        }
        if (!Files.isWritable(directory)) {
            throw refused(FailureKind.PERMISSION, "the directory is not writable by this user");
        }
        // Only now is it known to be ours: a directory of someone else keeps its mode.
        if (!Files.getPosixFilePermissions(directory).equals(PRIVATE)) {
            Files.setPosixFilePermissions(directory, PRIVATE);
        }
        if (!Files.exists(marker)) {
            AtomicFile.replace(
                    marker, (MARKER_TEXT + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void checkFormat(Path marker) {
        byte[] found = AtomicFile.read(marker, MAX_MARKER_BYTES).orElse(new byte[0]);
        String text = new String(found, StandardCharsets.US_ASCII).strip();
        if (!text.equals(MARKER_TEXT + FORMAT)) {
            throw refused(
                    FailureKind.MALFORMED,
                    "its format is \"%s\", this version knows \"%s%d\""
                            .formatted(printable(text), MARKER_TEXT, FORMAT));
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private void checkEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            // Another process may be writing the marker just now: its temporary file is no
            // stranger.
            if (entries.anyMatch(e -> !e.getFileName().toString().startsWith("." + MARKER))) {
                throw refused(
                        FailureKind.REFUSED, "the directory is not empty and is no shardmesh home");
            }
        }
    }

    private FailureException refused(FailureKind kind, String cause) {
        return new Failure(kind, "open home", directory.toString(), cause).exception();
    }
}
