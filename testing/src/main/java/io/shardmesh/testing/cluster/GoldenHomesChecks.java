package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Homes that an older version has written: three holders and a client, with files below {@code
 * expected} that were put from there. {@code testing/golden/README.md} says how each was made.
 */
final class GoldenHomesChecks {
    private static final List<String> HOLDERS = List.of("1", "2", "3");

    private final TestMesh mesh;
    private final Path root;
    private final Path homes;
    private final Map<String, byte[]> expected = new TreeMap<>();

    private GoldenHomesChecks(TestMesh mesh, Path homes) {
        this.mesh = mesh;
        this.root = mesh.cluster().sourceRoot();
        this.homes = homes;
    }

    static void run(TestMesh mesh, Report report) {
        for (Path archive : archives(mesh)) {
            String name = archive.getFileName().toString().replace(".tar.gz", "");
            GoldenHomesChecks checks =
                    new GoldenHomesChecks(mesh, mesh.work().resolve("golden-" + name));
            report.check("u: homes of " + name + " open", () -> checks.open(archive));
            report.check("u: files of " + name + " come back equal", checks::get);
            report.check("u: homes of " + name + " take more, and open again", checks::goOn);
            checks.cluster().down();
        }
    }

    private static List<Path> archives(TestMesh mesh) {
        Path folder = mesh.cluster().sourceRoot().resolve("testing/golden");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).sorted().toList();
        } catch (IOException e) {
            throw new ClusterException("cannot read " + folder + ": " + e.getMessage());
        }
    }

    private Cluster cluster() {
        return Cluster.open(homes, root);
    }

    private Path client() {
        return homes.resolve("client");
    }

    private String open(Path archive) throws IOException {
        Files.createDirectories(homes);
        List<String> command =
                List.of(
                        "tar",
                        "-xzpf",
                        archive.toString(),
                        "--no-same-owner",
                        "-C",
                        homes.toString());
        Process tar = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Report.require(tar.onExit().join().exitValue() == 0, said);
        cluster().start(HOLDERS);
        return HOLDERS.size() + " holders";
    }

    private String get() throws IOException {
        Path folder = homes.resolve("expected");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                expected.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        Report.require(expected.size() > 3, "the archive lacks files");
        requireAll();
        return expected.size() + " files";
    }

    private void requireAll() throws IOException {
        for (Map.Entry<String, byte[]> each : expected.entrySet()) {
            Path output = homes.resolve("output");
            Files.deleteIfExists(output);
            run("get", each.getKey(), output.toString());
            Report.require(
                    Arrays.equals(each.getValue(), Files.readAllBytes(output)),
                    each.getKey() + " differs");
        }
    }

    private String goOn() throws IOException {
        byte[] content = mesh.randomBytes(100_000);
        Path file = Files.write(homes.resolve("new"), content);
        run("put", file.toString(), "--name", "new");
        expected.put("new", content);
        run("delete", "inline");
        expected.remove("inline");
        cluster().down();
        cluster().start(HOLDERS);
        requireAll();
        return "one put, one deleted, restarted";
    }

    private void run(String... arguments) {
        cluster().commands().run(client(), arguments).orThrow(String.join(" ", arguments));
    }
}
