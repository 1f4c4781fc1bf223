package io.shardmesh.cli.batch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to a folder in a {@link Destination}: those on it stay open, as files of one folder come
 * after each other. Belongs to one thread.
 */
public final class Folders implements AutoCloseable {
    private final Path path;
    private final List<String> names = new ArrayList<>();
    private final List<SecureDirectoryStream<Path>> streams = new ArrayList<>();

    Folders(Path path, SecureDirectoryStream<Path> root) {
        this.path = path;
        streams.add(root); // Stays the destination's to close.
    }

    /** Opens a folder, which is made when it is not there; open until the next call. */
    SecureDirectoryStream<Path> open(List<String> parts) throws IOException {
        int same = 0;
        while (same < Math.min(names.size(), parts.size())
                && names.get(same).equals(parts.get(same))) {
            same++;
        }
        closeBelow(same);
        for (String part : parts.subList(same, parts.size())) {
            streams.add(enter(part));
            names.add(part);
        }
        return streams.getLast();
    }

    private SecureDirectoryStream<Path> enter(String part) throws IOException {
        SecureDirectoryStream<Path> above = streams.getLast();
        try {
            return above.newDirectoryStream(Path.of(part), NOFOLLOW_LINKS);
        } catch (NoSuchFileException notThere) {
            make(part);
            return above.newDirectoryStream(Path.of(part), NOFOLLOW_LINKS);
        } catch (FileSystemException trouble) {
            if (isFolder(above, part)) {
                throw trouble;
            }
            throw refused(part);
        }
    }

    private void make(String part) throws IOException {
        try {
            Files.createDirectory(path.resolve(String.join("/", names)).resolve(part));
        } catch (FileAlreadyExistsException another) {
            return; // Another thread was first.
        }
    }

    private static boolean isFolder(SecureDirectoryStream<Path> above, String part)
            throws IOException {
        return above.getFileAttributeView(
                        Path.of(part), BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private FailureException refused(String part) {
        List<String> parts = new ArrayList<>(names);
        parts.add(part);
        return new Failure(
                        FailureKind.REFUSED,
                        "write into",
                        String.join("/", parts),
                        "it is a link or a file, and no folder in the destination")
                .exception();
    }

    private void closeBelow(int kept) throws IOException {
        while (names.size() > kept) {
            names.removeLast();
            streams.removeLast().close();
        }
    }

    @Override
    public void close() {
        try {
            closeBelow(0);
        } catch (IOException late) {
            return; // They were only looked through.
        }
    }
}
