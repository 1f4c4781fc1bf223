package io.shardmesh.cli.batch;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the files that a batch is of: those named, those in named folders, those that a pattern
 * means. No link is followed; what is no regular file becomes a {@link Problem}.
 *
 * <p>A name is the path as it was given, without {@code .}, without what leads up or to the root,
 * with {@code /} between its parts.
 */
public final class FileScan {
    private final boolean recursive;
    private final Map<String, SourceFile> files = new LinkedHashMap<>();
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final Map<String, String> types = new HashMap<>();
    private long foundCount;
    private int emptyFolderCount;
    private int leftFolderCount;

    /**
     * A scan that has found nothing yet.
     *
     * @param recursive whether folders in a named folder are gone through too
     */
    public FileScan(boolean recursive) {
        this.recursive = recursive;
    }

    /** What was found, by name and in the order in which it was. */
    public Collection<SourceFile> files() {
        return Collections.unmodifiableCollection(files.values());
    }

    /** What was found and is no file that can be stored. */
    public List<Problem> problems() {
        return List.copyOf(problems.values());
    }

    /** Folders without anything in them: they have no name in a catalog. */
    public int emptyFolderCount() {
        return emptyFolderCount;
    }

    /** Folders that were not gone through because the scan is not recursive. */
    public int leftFolderCount() {
        return leftFolderCount;
    }

    /** Adds what an argument means; fails with NOT_FOUND when that is nothing at all. */
    public void add(String argument) {
        long before = foundCount;
        Path path = Path.of(argument);
        boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        if (there) {
            // A trailing slash is gone here; a link to a folder stays a link.
            take(path, true);
        } else if (Glob.isMagic(argument)) {
            match(argument);
        }
        if (foundCount == before) {
            throw nothing(argument, there);
        }
    }

    private RuntimeException nothing(String argument, boolean there) {
        String cause = there ? "no file lies in it" : "nothing is called so, or matches it";
        if (there && leftFolderCount > 0) {
            cause += "; --recursive goes through the folders in it";
        }
        return new Failure(FailureKind.NOT_FOUND, "put", argument, cause).exception();
    }

    private void take(Path path, boolean enter) {
        try {
            BasicFileAttributes attributes = SourceFile.attributes(path);
            if (attributes.isDirectory()) {
                if (enter) {
                    enter(path);
                } else {
                    leftFolderCount++;
                }
            } else if (attributes.isRegularFile()) {
                addFile(path, attributes);
            } else {
                String what =
                        attributes.isSymbolicLink()
                                ? "it is a symbolic link, which is not followed"
                                : "it is a device, a pipe or a socket";
                problem(path, new Failure(FailureKind.NOT_A_FILE, "put", path.toString(), what));
            }
        } catch (IOException trouble) {
            problem(path, IoFailures.of("put", path.toString(), trouble));
        }
    }

    private void enter(Path folder) throws IOException {
        List<Path> inside = listed(folder);
        if (inside.isEmpty()) {
            emptyFolderCount++;
        }
        inside.forEach(each -> take(each, recursive));
    }

    /** In the order of their names, so that a batch is the same wherever it is made. */
    private static List<Path> listed(Path folder) throws IOException {
        List<Path> inside = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(inside::add);
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        Collections.sort(inside);
        return inside;
    }

    private void addFile(Path path, BasicFileAttributes attributes) {
        String name = nameOf(path);
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes > BundledFile.MAX_NAME_BYTES || name.contains("\uFFFD")) {
            String what =
                    nameBytes > BundledFile.MAX_NAME_BYTES
                            ? "a name has at most " + BundledFile.MAX_NAME_BYTES + " bytes"
                            : "its name is no UTF-8";
            problem(path, new Failure(FailureKind.MALFORMED, "put", path.toString(), what));
            return;
        }
        BundledFile.Facts facts =
                new BundledFile.Facts(
                        typeOf(path),
                        SourceFile.mode(attributes),
                        attributes.lastModifiedTime().toInstant());
        foundCount++;
        files.putIfAbsent(name, new SourceFile(path, name, attributes, facts));
    }

    private void problem(Path path, Failure what) {
        foundCount++;
        problems.put(path.toString(), new Problem(path.toString(), what));
    }

    private static String nameOf(Path path) {
        List<String> parts = new ArrayList<>();
        for (Path part : path.normalize()) {
            if (!part.toString().equals("..") && !part.toString().isEmpty()) {
                parts.add(part.toString());
            }
        }
        return String.join("/", parts);
    }

    /** What the ending of a name says; asked once for each, since that is slow. */
    private String typeOf(Path path) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot);
        return types.computeIfAbsent(
                ending,
                _ -> {
                    try {
                        return Optional.ofNullable(Files.probeContentType(path)).orElse("");
                    } catch (IOException unknown) {
                        return "";
                    }
                });
    }

    /** Takes what a pattern means, below the folder that it begins with. */
    private void match(String pattern) {
        String plain = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        List<String> parts = List.of(plain.split("/"));
        int fixed = 0;
        while (fixed < parts.size() && !Glob.isMagic(parts.get(fixed))) {
            fixed++;
        }
        String base = String.join("/", parts.subList(0, fixed));
        if (plain.startsWith("/") && base.isEmpty()) {
            base = "/";
        }
        int depth = plain.contains("**") ? Integer.MAX_VALUE : parts.size() - fixed;
        search(Path.of(base), Glob.parse(plain), depth);
    }

    private void search(Path folder, Glob glob, int depth) {
        List<Path> inside;
        try {
            inside = listed(folder);
        } catch (IOException trouble) {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                problem(folder, IoFailures.of("put", folder.toString(), trouble));
            }
            return;
        }
        for (Path each : inside) {
            if (glob.matchesPath(each.toString())) {
                take(each, true);
            } else if (depth > 1 && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                search(each, glob, depth - 1);
            }
        }
    }
}
