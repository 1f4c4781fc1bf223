package io.shardmesh.cli.batch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder that a batch is written into. A file is written in a folder of unfinished ones in it,
 * synced, and renamed to its place. That folder has a lock, so of two batches into one destination
 * the second fails; what a crash has left in it, the next batch removes.
 *
 * <p>Nothing is written outside, whatever the names say and whoever exchanges folders for links
 * meanwhile: each folder is opened in the one above it, without following a link, and files are
 * made and renamed in the folders that are open. Only to make a folder there is no such call in
 * Java: who exchanges its parent in that moment gets an empty folder elsewhere, and nothing in it.
 *
 * <p>May be shared by threads; each has a {@link Folders} of its own.
 */
public final class Destination implements AutoCloseable {
    static final String STAGING = ".shardmesh-batch";
    private static final String LOCK = "lock";

    private final Path path;
    private final boolean replace;
    private final SecureDirectoryStream<Path> root;
    private final SecureDirectoryStream<Path> staging;
    private final FileChannel lock;
    private final AtomicLong stagedCount = new AtomicLong();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    private Destination(
            Path path,
            boolean replace,
            SecureDirectoryStream<Path> root,
            SecureDirectoryStream<Path> staging,
            FileChannel lock) {
        this.path = path;
        this.replace = replace;
        this.root = root;
        this.staging = staging;
        this.lock = lock;
    }

    /**
     * Opens a folder, which is made when it is not there.
     *
     * @param replace whether files may take the place of those that are there
     */
    @SuppressWarnings("StreamResourceLeak") // Handed over, or closed where it fails.
    public static Destination open(Path destination, boolean replace) {
        String subject = destination.toString();
        List<Closeable> opened = new ArrayList<>();
        try {
            Files.createDirectories(destination);
            Path path = destination.toRealPath();
            SecureDirectoryStream<Path> root = secure(Files.newDirectoryStream(path), subject);
            opened.add(root);
            make(path.resolve(STAGING));
            SecureDirectoryStream<Path> staging =
                    root.newDirectoryStream(Path.of(STAGING), NOFOLLOW_LINKS);
            opened.add(staging);
            FileChannel lock = lock(staging, subject);
            opened.add(lock);
            Destination ready = new Destination(path, replace, root, staging, lock);
            ready.removeLeft();
            opened.clear();
            return ready;
        } catch (IOException trouble) {
            throw IoFailures.of("write into", subject, trouble).exception();
        } finally {
            opened.reversed().forEach(Destination::closeLate);
        }
    }

    private static FileChannel lock(SecureDirectoryStream<Path> staging, String subject)
            throws IOException {
        FileChannel lock =
                (FileChannel)
                        staging.newByteChannel(
                                Path.of(LOCK),
                                Set.of(
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.WRITE,
                                        NOFOLLOW_LINKS));
        if (locked(lock)) {
            return lock;
        }
        lock.close();
        throw new Failure(
                        FailureKind.IN_USE, "write into", subject, "another batch-get writes there")
                .exception();
    }

    private static void closeLate(Closeable opened) {
        try {
            opened.close();
        } catch (IOException late) {
            return; // Something else has failed already.
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, String subject)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new Failure(
                        FailureKind.REFUSED,
                        "write into",
                        subject,
                        "this system cannot open a file in an open folder; use 'get'")
                .exception();
    }

    private static void make(Path staging) throws IOException {
        try {
            Files.createDirectory(
                    staging,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException left) {
            return; // Opened without following a link: what it is shows then.
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException samePlace) {
            return false;
        }
    }

    private void removeLeft() throws IOException {
        // A stream gives its entries once, and this one stays for opening files in it.
        try (SecureDirectoryStream<Path> listing =
                root.newDirectoryStream(Path.of(STAGING), NOFOLLOW_LINKS)) {
            for (Path left : listing) {
                Path name = left.getFileName(); // Else it would be looked up from the root.
                if (!name.toString().equals(LOCK)) {
                    staging.deleteFile(name);
                }
            }
        }
    }

    /** The folders in it, for one thread. */
    public Folders folders() {
        return new Folders(path, root);
    }

    /**
     * Begins a file. Fails with EXISTS when something is there that may not be replaced or another
     * file of this batch has the name, NOT_A_FILE when it is no regular file, REFUSED when the name
     * leads elsewhere or a folder in it is a link.
     *
     * @param structured whether the folders in the name count
     */
    public StagedFile begin(String name, boolean structured, Folders folders) {
        OutputName output = OutputName.of(name, structured);
        try {
            SecureDirectoryStream<Path> folder = folders.open(output.folders());
            checkFree(folder, output);
            if (!taken.add(output.text())) {
                throw failure(
                        FailureKind.EXISTS,
                        output,
                        "another file of this batch is called so; --preserve-structure keeps them"
                                + " apart");
            }
            Path staged = Path.of(Long.toString(stagedCount.getAndIncrement()));
            return StagedFile.open(
                    new StagedFile.Place(
                            staging,
                            staged,
                            path.resolve(STAGING).resolve(staged),
                            folder,
                            Path.of(output.last())),
                    output.text());
        } catch (IOException trouble) {
            throw IoFailures.of("write", output.text(), trouble).exception();
        }
    }

    private void checkFree(SecureDirectoryStream<Path> folder, OutputName output)
            throws IOException {
        try {
            boolean file =
                    folder.getFileAttributeView(
                                    Path.of(output.last()),
                                    BasicFileAttributeView.class,
                                    NOFOLLOW_LINKS)
                            .readAttributes()
                            .isRegularFile();
            if (!file) {
                throw failure(FailureKind.NOT_A_FILE, output, "there is something that is no file");
            }
            if (!replace) {
                throw failure(FailureKind.EXISTS, output, "it exists");
            }
        } catch (NoSuchFileException free) {
            return;
        }
    }

    private static FailureException failure(FailureKind kind, OutputName output, String cause) {
        return new Failure(kind, "write", output.text(), cause).exception();
    }

    /** Removes what is unfinished, and the folder of it. May be called again. */
    @Override
    public synchronized void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            removeLeft();
            staging.deleteFile(Path.of(LOCK));
            root.deleteDirectory(Path.of(STAGING));
        } catch (IOException left) {
            return; // The next batch into this destination removes it.
        } finally {
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try (root;
                staging;
                lock) {
            taken.clear();
        } catch (IOException late) {
            return; // All that counts was synced before.
        }
    }
}
