package io.shardmesh.testing.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the project: what git tracks or would, or everything that was not built here. */
final class SourceTree {
    private static final Set<String> BUILT =
            Set.of(".git", "target", "node_modules", ".idea", ".vscode", ".jqwik-database");

    private final Path root;
    private final List<Path> files;

    private SourceTree(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /** Finds the project that the test runs in. */
    static SourceTree open() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("scripts/java.sh"))) {
                return new SourceTree(folder, list(folder));
            }
        }
        throw new IllegalStateException("no project above " + start);
    }

    private static List<Path> list(Path root) {
        return git(root, "--cached", "--others", "--exclude-standard").orElseGet(() -> walk(root));
    }

    private static List<Path> walk(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(path -> names(path).noneMatch(BUILT::contains))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty where there is no git, or no repository: in a copy of the sources. */
    private static Optional<List<Path>> git(Path root, String... options) {
        Stream<String> command = Stream.of("git", "-C", root.toString(), "ls-files", "-z");
        try {
            Process process =
                    new ProcessBuilder(Stream.concat(command, Stream.of(options)).toList())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !Files.exists(root.resolve(".git"))) {
                return Optional.empty();
            }
            return Optional.of(
                    Stream.of(out.split("\0", -1))
                            .filter(name -> !name.isEmpty())
                            .map(Path::of)
                            .filter(path -> Files.exists(root.resolve(path)))
                            .sorted()
                            .toList());
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Files that are tracked although .gitignore names them: somebody added what a tool made. */
    List<Path> trackedButIgnored() {
        return git(root, "--cached", "--ignored", "--exclude-standard").orElse(List.of());
    }

    /** All files, relative to the root, sorted. */
    List<Path> files() {
        return files;
    }

    /** Files whose path ends like this. */
    List<Path> files(String ending) {
        return files.stream().filter(path -> unixName(path).endsWith(ending)).toList();
    }

    /** Java files of the product. */
    List<Path> mainJava() {
        return files(".java").stream()
                .filter(path -> unixName(path).contains("/src/main/java/"))
                .toList();
    }

    boolean exists(Path path) {
        return Files.exists(root.resolve(path));
    }

    String read(Path path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String unixName(Path path) {
        return String.join("/", names(path).toList());
    }

    private static Stream<String> names(Path path) {
        return Stream.iterate(0, i -> i < path.getNameCount(), i -> i + 1)
                .map(i -> path.getName(i).toString());
    }
}
