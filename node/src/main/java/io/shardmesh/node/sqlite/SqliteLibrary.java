package io.shardmesh.node.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps the native library of SQLite in a folder of ours. Left alone, the driver unpacks it into
 * the folder for temporary files at each start, runs a program to learn which system this is,
 * compares byte by byte, and leaves a megabyte there whenever the process is killed.
 */
public final class SqliteLibrary {
    /** The driver's own settings: where to look first. */
    private static final String PATH = "org.sqlite.lib.path";

    private static final String NAME = "org.sqlite.lib.name";

    /** Of all that is ours in the folder. */
    private static final String PREFIX = "sqlite-";

    private SqliteLibrary() {}

    /**
     * Has the driver load the library from {@code folder}, which must be the user's alone, and puts
     * it there when it is not there. To be called before the first connection of the process; later
     * calls change nothing. When it cannot be kept there, the driver does what it always does.
     */
    public static synchronized void keepIn(Path folder) {
        if (System.getProperty(PATH) != null) {
            return;
        }
        try {
            System.setProperty(NAME, keptIn(folder).getFileName().toString());
            System.setProperty(PATH, folder.toString());
        } catch (IOException | RuntimeException notKept) {
            return;
        }
    }

    /** The library in {@code folder}, unpacked if need be. */
    static Path keptIn(Path folder) throws IOException {
        Optional<Path> found = find(folder);
        return found.isPresent() ? found.get() : unpack(folder);
    }

    /** Loads it, with what the first connection of a process takes beside. Blocks. */
    public static void load() {
        try {
            DriverManager.getConnection("jdbc:sqlite::memory:").close();
        } catch (SQLException trouble) {
            return; // Who opens an index meets it again, and reports it.
        }
    }

    /** A file cut short by a power loss would crash the process: its name says what is in it. */
    private static Optional<Path> find(Path folder) throws IOException {
        for (Path file : files(folder)) {
            if (file.getFileName().toString().equals(name(Files.readAllBytes(file)))) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static Path unpack(Path folder) throws IOException {
        String resource =
                LibraryLoaderUtil.getNativeLibResourcePath()
                        + "/"
                        + LibraryLoaderUtil.getNativeLibName();
        byte[] content;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no " + resource);
            }
            content = in.readAllBytes();
        }
        // Of other versions, and what a killed process was unpacking.
        for (Path outdated : files(folder)) {
            Files.deleteIfExists(outdated);
        }
        Path file = folder.resolve(name(content));
        Path whole = Files.createTempFile(folder, PREFIX + "unpacking", null);
        try {
            Files.write(whole, content);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
        return file;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
        }
    }

    private static String name(byte[] content) {
        CRC32 sum = new CRC32();
        sum.update(content);
        return PREFIX
                + SQLiteJDBCLoader.getVersion()
                + "-"
                + System.getProperty("os.arch")
                + "-"
                + HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
