package io.shardmesh.simulator.disk;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The names on a disk, and the rules for changing them. Failures are thrown. */
final class DiskTree {
    private final DiskDirectory root;

    DiskTree(DiskDirectory root) {
        this.root = root;
    }

    DiskTree afterPowerLoss(SplittableRandom random) {
        return new DiskTree(root.afterPowerLoss(random, new IdentityHashMap<>()));
    }

    @Nullable DiskNode find(String path) {
        DiskNode node = root;
        if (path.isEmpty()) {
            return node;
        }
        for (String part : path.split("/", -1)) {
            node = node instanceof DiskDirectory directory ? directory.get(part) : null;
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** The directory at this path. */
    DiskDirectory directory(String operation, String path) {
        return switch (find(path)) {
            case DiskDirectory directory -> directory;
            case DiskFile _ ->
                    throw failure(FailureKind.NOT_FOUND, operation, path, "not a directory");
            case null -> throw missing(operation, path);
        };
    }

    private DiskDirectory parent(String operation, String path) {
        try {
            return directory(operation, FilePath.parent(path));
        } catch (FailureException e) {
            Failure failure = e.failure();
            throw failure(failure.kind(), operation, path, failure.cause());
        }
    }

    DiskFile file(String operation, String path) {
        return switch (find(path)) {
            case DiskFile file -> file;
            case DiskDirectory _ ->
                    throw failure(FailureKind.NOT_A_FILE, operation, path, "is a directory");
            case null -> throw missing(operation, path);
        };
    }

    DiskFile create(String path) {
        DiskFile file = new DiskFile();
        parent("open", path).put(FilePath.name(path), file);
        return file;
    }

    void createDirectories(String path) {
        if (path.isEmpty()) {
            return;
        }
        DiskDirectory directory = root;
        for (String part : path.split("/", -1)) {
            switch (directory.get(part)) {
                case DiskDirectory next -> directory = next;
                case DiskFile _ ->
                        throw failure(
                                FailureKind.EXISTS, "make directory", path, "a file has that name");
                case null -> {
                    DiskDirectory next = new DiskDirectory();
                    directory.put(part, next);
                    directory = next;
                }
            }
        }
    }

    void rename(String from, String to) {
        DiskFile file = file("rename", from);
        DiskDirectory target = parent("rename", to);
        if (find(to) instanceof DiskDirectory) {
            throw failure(FailureKind.NOT_A_FILE, "rename", to, "is a directory");
        }
        if (!from.equals(to)) {
            parent("rename", from).remove(FilePath.name(from));
            target.put(FilePath.name(to), file);
        }
    }

    void delete(String path) {
        DiskNode node = find(path);
        if (node == null) {
            throw missing("delete", path);
        }
        if (node instanceof DiskDirectory directory && !directory.entries().isEmpty()) {
            throw failure(FailureKind.EXISTS, "delete", path, "the directory is not empty");
        }
        parent("delete", path).remove(FilePath.name(path));
    }

    List<FileInfo> list(String path) {
        List<FileInfo> infos = new ArrayList<>();
        directory("list", path).entries().forEach((name, node) -> infos.add(info(name, node)));
        return List.copyOf(infos);
    }

    /** The paths of all files, in the order of their names. */
    List<String> filePaths() {
        List<String> paths = new ArrayList<>();
        addPaths("", root, paths);
        return List.copyOf(paths);
    }

    private static void addPaths(String prefix, DiskDirectory directory, List<String> paths) {
        directory
                .entries()
                .forEach((name, node) -> {
                    switch (node) {
                        case DiskFile _ -> paths.add(prefix + name);
                        case DiskDirectory below -> addPaths(prefix + name + "/", below, paths);
                    }
                });
    }

    static FileInfo info(String name, DiskNode node) {
        return switch (node) {
            case DiskFile file -> new FileInfo(name, false, file.sizeBytes());
            case DiskDirectory _ -> new FileInfo(name, true, 0);
        };
    }

    /** Sum of the lengths of all files that have a name. */
    long usedBytes() {
        Set<DiskNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return usedBytes(root, seen);
    }

    private static long usedBytes(DiskDirectory directory, Set<DiskNode> seen) {
        long bytes = 0;
        for (DiskNode node : directory.entries().values()) {
            if (seen.add(node)) {
                bytes +=
                        switch (node) {
                            case DiskFile file -> file.sizeBytes();
                            case DiskDirectory below -> usedBytes(below, seen);
                        };
            }
        }
        return bytes;
    }

    static FailureException failure(FailureKind kind, String operation, String path, String cause) {
        return new Failure(kind, operation, path, cause).exception();
    }

    private static FailureException missing(String operation, String path) {
        return failure(FailureKind.NOT_FOUND, operation, path, "no such file or directory");
    }
}
