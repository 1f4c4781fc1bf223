package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Commands say the same whatever lies where the launcher looks for an AOT cache, and run the
 * classes of the jars. Left to itself the JVM tells of a cache that it cannot use, in part on
 * standard output, and may use one of other jars.
 */
final class LaunchChecks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PROFILES = List.of("tiny", "short", "data");

    /** One command for each profile. */
    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("version", "--json"),
                    List.of("keys", "list", "--json"),
                    List.of("get", "--help"));

    private final TestMesh mesh;
    private final Path original;
    private final Path program;
    private final Path loaded;
    private List<String> expected = List.of();

    private LaunchChecks(TestMesh mesh) {
        this.mesh = mesh;
        this.original = mesh.cluster().launcher().resolveSibling("..").normalize();
        this.program = mesh.work().resolve("launched");
        this.loaded = program.resolve("loaded.txt");
    }

    static void run(TestMesh mesh, Report report) {
        report.check(
                "g: a copy of the program to start with all kinds of AOT caches",
                () -> {
                    LaunchChecks checks = new LaunchChecks(mesh);
                    try {
                        checks.copyProgram();
                        checks.runAll(report);
                    } finally {
                        Trees.delete(checks.program);
                    }
                    return "done";
                });
    }

    private void runAll(Report report) throws IOException {
        report.check("g: a put starts short when a service does it", this::profiles);
        report.check("g: a small heap", this::smallHeap);
        expected = answers(false);
        freshCaches();
        report.check("g: stdout with a fresh AOT cache", () -> same(true));
        // Same length, and what else the JVM looks at before it maps a cache: only checksums tell.
        for (String profile : PROFILES) {
            overwrite(cache(profile), Files.size(cache(profile)) / 3);
        }
        report.check("g: stdout with a damaged AOT cache", () -> same(false));
        for (String profile : PROFILES) {
            truncate(cache(profile), Files.size(cache(profile)) / 2);
        }
        report.check("g: stdout with half an AOT cache", () -> same(false));
        for (String profile : PROFILES) {
            Files.write(cache(profile), mesh.randomBytes(100_000));
        }
        report.check("g: stdout with noise for an AOT cache", () -> same(false));
        freshCaches();
        Path other = program.resolve("cli/target/lib/another.jar");
        Files.copy(someJar(), other);
        report.check("g: stdout with a foreign AOT cache", () -> same(false));
        Files.delete(other);
        Files.setLastModifiedTime(someJar(), FileTime.fromMillis(1_000_000_000_000L));
        report.check("g: stdout with a stale AOT cache", () -> same(false));
    }

    /** Only the profile of short commands has the first compiler alone. */
    private String profiles() throws IOException {
        Report.require(startsShort(mesh.cluster().node("1").home()), "with a service: long");
        Report.require(!startsShort(mesh.guest()), "without a service: short");
        Path left = mesh.work().resolve("left");
        Files.createDirectories(left);
        // Process numbers end below this.
        Files.writeString(left.resolve("owner"), "4194305 service\n");
        Report.require(!startsShort(left), "with a service that was killed: short");
        return "3 homes";
    }

    /** Enough for Argon2id and little else; and too little, which is said without a stack trace. */
    private String smallHeap() throws IOException {
        Path file = Files.write(mesh.work().resolve("little"), mesh.randomBytes(10_000));
        CommandProcess.Ended put = launch("-Xmx128m", List.of("put", file.toString()));
        Files.delete(file);
        Report.require(put.exitCode() == 0, "put with 128 MB: " + put.err().strip());
        CommandProcess.Ended full = launch("-Xmx32m", List.of("list"));
        Report.require(full.exitCode() == 1, "list with 32 MB: exit " + full.exitCode());
        Report.require(
                full.err().lines().count() == 1 && full.err().contains("the Java heap of"),
                "list with 32 MB: " + full.err().strip());
        return "put with 128 MB, list with 32 MB refused";
    }

    private boolean startsShort(Path home) throws IOException {
        CommandProcess.Ended ended =
                launch("-XX:+PrintFlagsFinal", List.of("put", "--help", "--home=" + home));
        return ended.out().lines().anyMatch(line -> line.matches(".* TieredStopAtLevel += 1 .*"));
    }

    /** What the commands of all profiles print, which must be what they print without a cache. */
    private String same(boolean used) throws IOException {
        List<String> said = answers(used);
        Report.require(said.equals(expected), said + " and not " + expected);
        return COMMANDS.size() + " commands as without, cache " + (used ? "used" : "not used");
    }

    private List<String> answers(boolean cacheUsed) throws IOException {
        List<String> said = new ArrayList<>();
        for (List<String> command : COMMANDS) {
            CommandProcess.Ended ended = launch("-Xlog:class+load=info:file=" + loaded, command);
            Report.require(ended.exitCode() == 0, command + " ends with " + ended.exitCode());
            Report.require(ended.err().isEmpty(), command + " also says: " + ended.err().strip());
            if (command.contains("--json")) {
                requireJson(command, ended.out());
            }
            // Else the case would not be the one that the check names.
            Report.require(
                    classesFromCache() == cacheUsed,
                    command + (cacheUsed ? " uses no cache" : " uses the cache"));
            said.add(ended.out());
        }
        return said;
    }

    private boolean classesFromCache() throws IOException {
        return Files.readString(loaded)
                .lines()
                .anyMatch(line ->
                        line.contains(" io.shardmesh.") && line.contains("shared objects file"));
    }

    private static void requireJson(List<String> command, String out) {
        try {
            Report.require(JSON.readTree(out).isContainerNode(), command + " prints " + out);
        } catch (JsonProcessingException malformed) {
            throw new ClusterException(command + " prints no JSON: " + out.strip());
        }
    }

    private CommandProcess.Ended launch(String javaOption, List<String> command)
            throws IOException {
        Map<String, String> environment = new HashMap<>(mesh.cluster().commands().environment());
        environment.put("SHARDMESH_JAVA_OPTIONS", javaOption);
        environment.put("SHARDMESH_HOME", mesh.guest().toString());
        return new CommandProcess(program.resolve("scripts/shardmesh"), environment)
                .run(mesh.work(), new CommandProcess.Place.Plain(), command);
    }

    private void copyProgram() throws IOException {
        Trees.copy(original.resolve("scripts"), program.resolve("scripts"), name -> true);
        Trees.copy(
                original.resolve("cli/target"),
                program.resolve("cli/target"),
                name -> name.equals("lib") || name.endsWith(".jar"));
        Files.createDirectories(program.resolve("cli/target/aot"));
    }

    private void freshCaches() throws IOException {
        Path target = program.resolve("cli/target");
        Trees.delete(target.resolve("aot"));
        Trees.copy(original.resolve("cli/target/aot"), target.resolve("aot"), name -> true);
    }

    private Path cache(String profile) {
        return program.resolve("cli/target/aot").resolve(profile + ".aot");
    }

    private Path someJar() throws IOException {
        try (Stream<Path> jars = Files.list(program.resolve("cli/target/lib"))) {
            return jars.min(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private void overwrite(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(mesh.randomBytes(16)), position);
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
