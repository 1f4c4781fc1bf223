package io.shardmesh.node.io;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Files in memory, for tests: the effect of a call takes place at once, its future completes on the
 * strand. Nothing is ever lost, so this proves nothing about syncing. Only for use on that strand.
 */
public final class MemoryFiles implements FilePort {
    private final TreeMap<String, MemoryFile> files = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>(List.of(""));
    private final Executor strand;

    private MemoryFiles(Executor strand) {
        this.strand = strand;
    }

    /** An empty tree whose futures complete on the given strand. */
    public static MemoryFiles create(Executor strand) {
        return new MemoryFiles(strand);
    }

    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        FilePath.check(path);
        return call(() -> openNow(path, mode));
    }

    private FileHandle openNow(String path, OpenMode mode) {
        if (directories.contains(path)) {
            throw failure(FailureKind.NOT_A_FILE, "open", path, "is a directory");
        }
        MemoryFile file = files.get(path);
        if (file != null && mode == OpenMode.CREATE_NEW) {
            throw failure(FailureKind.EXISTS, "open", path, "exists already");
        }
        if (file == null) {
            if (!mode.creates()) {
                throw missing("open", path);
            }
            requireDirectory("open", path, FilePath.parent(path));
            file = new MemoryFile();
            files.put(path, file);
        }
        return new MemoryHandle(this, path, file, mode.writable());
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        FilePath.check(from);
        FilePath.check(to);
        return run(() -> {
            MemoryFile file = files.get(from);
            if (file == null) {
                throw missing("rename", from);
            }
            if (directories.contains(to)) {
                throw failure(FailureKind.NOT_A_FILE, "rename", to, "is a directory");
            }
            requireDirectory("rename", to, FilePath.parent(to));
            files.remove(from);
            files.put(to, file);
        });
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        FilePath.check(path);
        return run(() -> {
            if (files.remove(path) != null) {
                return;
            }
            requireThere("delete", path, directories.contains(path));
            if (!entries(path).isEmpty()) {
                throw failure(FailureKind.EXISTS, "delete", path, "the directory is not empty");
            }
            directories.remove(path);
        });
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        FilePath.check(directory);
        return call(() -> {
            requireDirectory("list", directory, directory);
            return entries(directory);
        });
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        FilePath.check(path);
        return run(() -> {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                createDirectory(path.substring(0, slash));
            }
            createDirectory(path);
        });
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        FilePath.check(path);
        return run(() -> requireDirectory("sync", path, path));
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        FilePath.check(path);
        return call(() -> Optional.ofNullable(files.get(path)).map(file -> info(path, file)))
                .thenApply(found ->
                        directories.contains(path) ? Optional.of(directoryInfo(path)) : found);
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        return call(() -> Long.MAX_VALUE);
    }

    <T> CompletableFuture<T> call(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            T value = action.get();
            strand.execute(() -> done.complete(value));
        } catch (FailureException e) {
            strand.execute(() -> done.completeExceptionally(e));
        }
        return done;
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    CompletableFuture<Void> run(Runnable action) {
        return call(() -> {
            action.run();
            return null;
        });
    }

    static FailureException failure(FailureKind kind, String operation, String path, String cause) {
        return new Failure(kind, operation, path, cause).exception();
    }

    private static FailureException missing(String operation, String path) {
        return failure(FailureKind.NOT_FOUND, operation, path, "no such file or directory");
    }

    private static void requireThere(String operation, String path, boolean there) {
        if (!there) {
            throw missing(operation, path);
        }
    }

    private void requireDirectory(String operation, String path, String directory) {
        if (files.containsKey(directory)) {
            throw failure(FailureKind.NOT_FOUND, operation, path, "not a directory");
        }
        requireThere(operation, path, directories.contains(directory));
    }

    private void createDirectory(String path) {
        if (files.containsKey(path)) {
            throw failure(FailureKind.EXISTS, "make directory", path, "a file has that name");
        }
        directories.add(path);
    }

    private List<FileInfo> entries(String directory) {
        TreeMap<String, FileInfo> found = new TreeMap<>();
        files.forEach((path, file) -> {
            if (FilePath.parent(path).equals(directory)) {
                found.put(FilePath.name(path), info(path, file));
            }
        });
        for (String path : directories) {
            if (!path.isEmpty() && FilePath.parent(path).equals(directory)) {
                found.put(FilePath.name(path), directoryInfo(path));
            }
        }
        return List.copyOf(new ArrayList<>(found.values()));
    }

    private static FileInfo info(String path, MemoryFile file) {
        return new FileInfo(FilePath.name(path), false, file.sizeBytes());
    }

    private static FileInfo directoryInfo(String path) {
        return new FileInfo(FilePath.name(path), true, 0);
    }
}
