package io.shardmesh.testing.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Ctrl-C in the middle of a put and of a get, with and without a service in the home. */
final class InterruptChecks {
    /** As a shell counts an end by SIGINT. */
    private static final int INTERRUPTED = 130;

    private static final int LARGE_BYTES = 48 << 20;

    /** Two stripes and a part of the third. */
    private static final int FED_BYTES = 9 << 20;

    private static final int HOLDER_COUNT = 6;
    private static final int ATTEMPT_COUNT = 5;
    private static final Duration BEGIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final TestMesh mesh;
    private final Path home;
    private final String largeKey;
    private int healthCount;

    private InterruptChecks(TestMesh mesh, Path home, String largeKey) {
        this.mesh = mesh;
        this.home = home;
        this.largeKey = largeKey;
    }

    static void run(TestMesh mesh, Report report) {
        report.check(
                "j: a large object, and a home without a service",
                () -> {
                    mesh.onlyDead(List.of());
                    String key = largeFor(mesh, mesh.guest());
                    awaitHead(mesh.client().home());
                    new InterruptChecks(mesh, mesh.client().home(), key)
                            .run(report, "through a service");
                    new InterruptChecks(mesh, mesh.guest(), key).run(report, "without a service");
                    return "done";
                });
    }

    /** A first put brings the catalog into the mesh a little later, and a file into the home. */
    private static void awaitHead(Path home) {
        Report.require(
                Waiting.until(END_LIMIT, () -> hasHead(home)), "the catalog is not in the mesh");
    }

    private static boolean hasHead(Path home) {
        String[] names = home.resolve("heads").toFile().list();
        return names != null && List.of(names).stream().anyMatch(name -> name.endsWith(".head"));
    }

    private static String largeFor(TestMesh mesh, Path reader) throws IOException {
        Path file = Files.write(mesh.work().resolve("large"), mesh.randomBytes(LARGE_BYTES));
        String readerKey = ReaderChecks.readingKey(mesh, reader);
        return TestMesh.json(
                        mesh.client("put", file.toString(), "--public-key", readerKey, "--json")
                                .orThrow("put of the large file"))
                .get("key")
                .asText();
    }

    private void run(Report report, String how) {
        report.check("j: Ctrl-C during put " + how, this::put);
        report.check("j: Ctrl-C during get to a file " + how, this::getToFile);
        report.check("j: Ctrl-C during get to a pipe " + how, this::getToPipe);
    }

    private String put() throws IOException {
        Set<String> held = held();
        Set<Path> files = files();
        long receivedBytes;
        try (Program put = Program.start(mesh, home, "put", "-", "--name", "interrupted")) {
            put.feed(mesh.randomBytes(FED_BYTES)); // The pipe stays open: it cannot be through.
            Report.require(
                    Waiting.until(BEGIN_LIMIT, () -> receiving().size() == HOLDER_COUNT),
                    "no " + HOLDER_COUNT + " holders receive, but " + receiving());
            receivedBytes = receiving().stream().mapToLong(InterruptChecks::size).sum();
            interrupt(put);
        }
        Report.require(
                Waiting.until(END_LIMIT, () -> receiving().isEmpty()),
                "holders have kept bytes of the session: " + receiving());
        Report.require(held().equals(held), "holders hold " + held() + ", before " + held);
        requireFiles(files);
        String listed = command("list", "--json").out();
        Report.require(!listed.contains("\"interrupted\""), "it is in the catalog: " + listed);
        healthy();
        return "exit 130, %,d bytes at 6 holders are dropped".formatted(receivedBytes);
    }

    private String getToFile() throws IOException {
        Path output = mesh.work().resolve("interrupted-output");
        Path part = mesh.work().resolve(".interrupted-output.shardmesh-part");
        Set<Path> files = files();
        long frozenBytes = 0;
        for (int attempt = 0; frozenBytes == 0; attempt++) {
            Report.require(attempt < ATTEMPT_COUNT, "every get was through before Ctrl-C");
            Files.deleteIfExists(output);
            frozenBytes = interruptedGet(output, part);
        }
        Report.require(!Files.exists(part), "the part file is left");
        Report.require(!Files.exists(output), "there is an output");
        requireFiles(files);
        command("get", largeKey, output.toString()).orThrow("the get after it");
        Report.require(size(output) == LARGE_BYTES, "the next get wrote " + size(output));
        Files.delete(output);
        return "exit 130, part file of %,d bytes is gone".formatted(frozenBytes);
    }

    /** Bytes in the part file when Ctrl-C came, or 0 when the get was faster. */
    private long interruptedGet(Path output, Path part) throws IOException {
        try (Program get = Program.start(mesh, home, "get", largeKey, output.toString())) {
            Report.require(
                    Waiting.until(BEGIN_LIMIT, () -> size(part) > 0 || !get.running()),
                    "nothing has come: " + get.said());
            if (!get.running()) {
                return 0;
            }
            get.signal("STOP"); // So that what is seen is what Ctrl-C meets.
            long bytes = size(part);
            if (bytes == 0 || bytes >= LARGE_BYTES) {
                return 0;
            }
            get.signal("INT");
            get.signal("CONT");
            requireInterrupted(get);
            return bytes;
        }
    }

    private String getToPipe() throws IOException {
        Set<Path> files = files();
        try (Program get = Program.start(mesh, home, "get", largeKey, "-")) {
            // Nobody reads, so no more than a pipe full ever goes out.
            Report.require(
                    Waiting.until(BEGIN_LIMIT, () -> available(get) > 0),
                    "nothing has come: " + get.said());
            interrupt(get);
        }
        requireFiles(files);
        command("status").orThrow("status after Ctrl-C");
        return "exit 130 while nobody read";
    }

    private static void interrupt(Program program) throws IOException {
        program.signal("INT");
        requireInterrupted(program);
    }

    private static void requireInterrupted(Program program) throws IOException {
        int code = program.awaitEnd(END_LIMIT);
        Report.require(code == INTERRUPTED, "exit code " + code + ": " + program.said());
        List<String> said = program.said().lines().toList();
        Report.require(
                said.size() <= 1 && said.stream().allMatch(line -> line.startsWith("shardmesh: ")),
                "it said " + said);
    }

    /** The home still works, and its puts reach every holder. */
    private void healthy() throws IOException {
        command("status").orThrow("status after Ctrl-C");
        byte[] content = mesh.randomBytes(100_000);
        String name = "healthy-" + healthCount++;
        Commands.Answer put =
                mesh.cluster()
                        .commands()
                        .run(
                                home,
                                new ByteArrayInputStream(content),
                                "put",
                                "-",
                                "--name",
                                name,
                                "--json")
                        .orThrow("the next put");
        Report.require(
                !TestMesh.json(put).get("degraded").asBoolean(), "degraded: " + put.out().strip());
        byte[] got = command("get", name, "-").orThrow("the next get").outBytes();
        Report.require(Arrays.equals(got, content), "the next get differs");
    }

    private Commands.Answer command(String... words) {
        return mesh.cluster().commands().run(home, words);
    }

    /** Shards that holders are receiving now. */
    private List<Path> receiving() {
        List<Path> all = new ArrayList<>();
        for (ServiceProcess node : mesh.cluster().nodes()) {
            Path tmp = node.home().resolve("store/tmp");
            if (Files.isDirectory(tmp)) {
                all.addAll(list(tmp).filter(file -> size(file) > 0).toList());
            }
        }
        return all;
    }

    /**
     * Every file of a shard at every node, with its size. What is in packs is left out: the catalog
     * stores and replaces its segments there at moments of its own.
     */
    private Set<String> held() throws IOException {
        Set<String> all = new TreeSet<>();
        for (ServiceProcess node : mesh.cluster().nodes()) {
            Path objects = node.home().resolve("store/objects");
            if (Files.isDirectory(objects)) {
                try (Stream<Path> tree = Files.walk(objects)) {
                    tree.filter(Files::isRegularFile)
                            .forEach(file -> all.add(file + ": " + size(file)));
                }
            }
        }
        return all;
    }

    /** Files of the home and beside the outputs, without logs and a whole library of SQLite. */
    private Set<Path> files() throws IOException {
        Set<Path> all = new TreeSet<>();
        try (Stream<Path> tree = Files.walk(home)) {
            tree.filter(file -> !file.startsWith(home.resolve("log")))
                    .filter(file -> !isKeptLibrary(file))
                    .filter(file -> !file.equals(home.resolve("reputation")))
                    .forEach(all::add);
        }
        list(mesh.work()).forEach(all::add);
        return all;
    }

    private boolean isKeptLibrary(Path file) {
        Path folder = home.resolve("native");
        return file.equals(folder)
                || (file.startsWith(folder)
                        && file.getFileName().toString().matches("sqlite-[0-9.]+-.*-[0-9a-f]{8}"));
    }

    private void requireFiles(Set<Path> before) throws IOException {
        Set<Path> more = files();
        more.removeAll(before);
        Report.require(more.isEmpty(), "left behind: " + more);
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException gone) {
            return Stream.of();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }

    private static int available(Program program) {
        try {
            return program.out().available();
        } catch (IOException ended) {
            return 0;
        }
    }
}
