package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whole directories. */
final class Trees {
    private Trees() {}

    /** Everything below a directory, as paths relative to it. */
    static Set<String> list(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            Set<String> names = new TreeSet<>();
            all.forEach(file -> names.add(directory.relativize(file).toString()));
            return names;
        }
    }

    /** Copies the entries whose relative path is wanted; a folder that is not takes all with it. */
    static void copy(Path from, Path to, Predicate<String> wanted) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                String name = String.valueOf(entry.getFileName());
                Path copy = to.resolve(name);
                if (!wanted.test(name)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    copy(entry, copy, wanted);
                } else {
                    Files.copy(entry, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Gives a directory and all in it to a user. */
    static void give(Path directory, int user) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.toList()) {
                Files.setAttribute(file, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
