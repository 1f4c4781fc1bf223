package io.shardmesh.node.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of the operating system by {@link FileChannel}. Blocking calls run on virtual threads, so
 * many at once as the owner allows. May be called from any thread.
 */
public final class ChannelFiles implements FilePort {
    private final Path root;
    private final boolean posix;
    private final BlockingCalls calls;

    /** Looked up once, when the root is there: Java reads the table of mounts each time. */
    private volatile @Nullable FileStore disk;

    private ChannelFiles(Path root, BlockingCalls calls) {
        this.root = root;
        this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.calls = calls;
    }

    /**
     * A port on the tree below a directory, which createDirectories("") makes when it is missing.
     *
     * @param parallelCount how many calls may be in the operating system at once
     * @param strand where futures complete
     */
    public static ChannelFiles create(Path root, int parallelCount, Executor strand) {
        return new ChannelFiles(root, new BlockingCalls(parallelCount, strand));
    }

    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        Path file = resolve(path);
        return calls.start(
                "open",
                path,
                () -> {
                    // Linux lets a directory be opened for reading and fails only at the read.
                    if (Files.isDirectory(file)) {
                        throw new FileSystemException(path, null, "is a directory");
                    }
                    FileChannel channel =
                            mode.creates()
                                    ? FileChannel.open(
                                            file, options(mode), permissions("rw-------"))
                                    : FileChannel.open(file, options(mode));
                    return new ChannelHandle(path, channel, disk(), calls);
                });
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        Path source = resolve(from);
        Path target = resolve(to);
        return calls.run(
                "rename", from, () -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        Path file = resolve(path);
        return calls.run("delete", path, () -> Files.delete(file));
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        Path path = resolve(directory);
        return calls.start(
                "list",
                directory,
                () -> {
                    try (Stream<Path> entries = Files.list(path)) {
                        return entries.map(ChannelFiles::infoOf)
                                .flatMap(Optional::stream)
                                .sorted(Comparator.comparing(FileInfo::name))
                                .toList();
                    }
                });
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        Path directory = resolve(path);
        return calls.run(
                "make directory",
                path,
                () -> Files.createDirectories(directory, permissions("rwx------")));
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        Path directory = resolve(path);
        return calls.run(
                "sync",
                path,
                () -> {
                    if (!Files.isDirectory(directory)) {
                        throw new NoSuchFileException(path);
                    }
                    if (posix) { // elsewhere a directory cannot be opened, let alone synced
                        try (FileChannel channel =
                                FileChannel.open(directory, StandardOpenOption.READ)) {
                            channel.force(true);
                        }
                    }
                });
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        Path file = resolve(path);
        return calls.start("look at", path, () -> readInfo(file));
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        return calls.start("look at", root.toString(), () -> disk().getUsableSpace());
    }

    private FileStore disk() throws IOException {
        FileStore known = disk;
        if (known == null) {
            known = Files.getFileStore(root);
            disk = known;
        }
        return known;
    }

    private Path resolve(String path) {
        return root.resolve(FilePath.check(path));
    }

    private FileAttribute<?>[] permissions(String mode) {
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }

    private static Set<OpenOption> options(OpenMode mode) {
        return switch (mode) {
            case READ, READ_SCATTERED, READ_UNCACHED -> Set.of(StandardOpenOption.READ);
            case READ_WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
            case CREATE ->
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE);
            case CREATE_NEW ->
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE_NEW);
        };
    }

    private static Optional<FileInfo> infoOf(Path path) {
        try {
            return readInfo(path);
        } catch (IOException e) {
            // An entry that cannot be looked at is still an entry.
            return Optional.of(new FileInfo(path.getFileName().toString(), false, 0));
        }
    }

    private static Optional<FileInfo> readInfo(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        boolean directory = found.isDirectory();
        return Optional.of(
                new FileInfo(
                        path.getFileName().toString(), directory, directory ? 0 : found.size()));
    }
}
