package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.node.record.ObjectKeyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Many files at once: bundles, their names, and what a batch does with what is no file. */
final class BatchChecks {
    private static final int FILE_COUNT = 300;
    private static final int FILE_BYTES = 4096;
    private static final int MAX_MOVED_BYTES = 100_000;
    private static final int BLOCK_BYTES = 64 << 10;
    private static final Instant MODIFIED = Instant.ofEpochSecond(1_234_567_890, 123_456_789);

    private final TestMesh mesh;
    private final Path source;

    private BatchChecks(TestMesh mesh) {
        this.mesh = mesh;
        this.source = mesh.work().resolve("batch");
    }

    static void run(TestMesh mesh, Report report) {
        BatchChecks checks = new BatchChecks(mesh);
        report.check("n: many small files become few objects", checks::put);
        report.check("n: all of them come back, with mode and time", checks::get);
        report.check("n: one of them alone moves little", checks::one);
        report.check("n: a range of one, and an empty one", checks::parts);
        report.check("n: health, distribution and info know one", checks::known);
        report.check("n: tags of many change at once", checks::tag);
        report.check("n: names are read from a bundle without a catalog", checks::recover);
        report.check("n: what is no file is named, the rest stored", checks::problems);
        report.check("n: nothing is written over, or outside", checks::safe);
        report.check("n: a pattern that means nothing is an error", checks::nothing);
    }

    private String put() throws IOException {
        for (int i = 0; i < FILE_COUNT; i++) {
            Path file = source.resolve("d" + i % 3).resolve("f" + i);
            Files.createDirectories(file.getParent());
            Files.write(file, mesh.randomBytes(i == 0 ? 0 : FILE_BYTES - i));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x---"));
            Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        }
        Files.write(source.resolve("large"), mesh.randomBytes(1_500_000));
        JsonNode json =
                TestMesh.json(
                        mesh.client(
                                        "batch-put",
                                        source.toString(),
                                        "--recursive",
                                        "--tags",
                                        "batch,t",
                                        "--json")
                                .orThrow("batch-put"));
        JsonCommand.require(json, "files", FILE_COUNT + 1);
        JsonCommand.require(json, "objects", 2);
        JsonCommand.require(json, "bundles", 1);
        JsonNode listed = TestMesh.json(mesh.client("list", "--tags", "batch", "--json"));
        Report.require(
                listed.get("entries").size() == FILE_COUNT + 1,
                listed.get("entries").size() + " names");
        Set<String> keys = new TreeSet<>();
        listed.get("entries").forEach(entry -> keys.add(entry.get("key").asText()));
        Set<String> gained = shards(keys);
        Report.require(gained.size() == 12, "holders gained " + gained);
        return gained.size() + " shards for " + (FILE_COUNT + 1) + " names";
    }

    /** Only of these objects: catalogs are stored in the mesh too, whenever something changed. */
    private Set<String> shards(Set<String> keys) throws IOException {
        List<String> wanted =
                keys.stream()
                        .map(key -> ObjectKeyText.parse(key).orElseThrow().toString())
                        .toList();
        Set<String> found = new TreeSet<>();
        for (ServiceProcess node : mesh.cluster().nodes()) {
            Path objects = node.home().resolve("store/objects");
            if (Files.exists(objects)) {
                Trees.list(objects).stream()
                        .filter(name -> name.endsWith(".shard"))
                        .filter(name -> wanted.stream().anyMatch(name::contains))
                        .forEach(name -> found.add(node.name() + "/" + name));
            }
        }
        return found;
    }

    private String get() throws IOException {
        Path output = mesh.work().resolve("batch-out");
        JsonNode json =
                TestMesh.json(
                        mesh.client(
                                        "batch-get",
                                        name("**"),
                                        output.toString(),
                                        "--preserve-structure",
                                        "--json")
                                .orThrow("batch-get"));
        JsonCommand.require(json, "files", FILE_COUNT + 1);
        Path back = output.resolve(name("").substring(0, name("").length() - 1));
        requireSame(back);
        Path file = back.resolve("d1/f1");
        Report.require(
                Files.getLastModifiedTime(file).toInstant().equals(MODIFIED),
                "changed " + Files.getLastModifiedTime(file).toInstant());
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        Report.require(mode.equals("rw-r-x---"), "mode " + mode);
        Report.require(
                Trees.list(output).stream().noneMatch(name -> name.startsWith(".shardmesh")),
                "something unfinished is left");
        return "equal, " + json.get("fetchedBytes").asLong() + " bytes fetched";
    }

    private void requireSame(Path back) throws IOException {
        Report.require(
                Trees.list(source).equals(Trees.list(back)), "other names: " + Trees.list(back));
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path other = back.resolve(source.relativize(file));
                Report.require(Files.mismatch(file, other) < 0, other + " differs");
            }
        }
    }

    /** The name under which what lies there was stored. */
    private String name(String below) {
        return source.toString().substring(1) + "/" + below;
    }

    private String one() throws IOException {
        long most = 0;
        for (int i : List.of(1, 17, 150, FILE_COUNT - 1)) {
            String part = "d" + i % 3 + "/f" + i;
            Path output = mesh.work().resolve("batch-one-" + i);
            JsonNode json =
                    TestMesh.json(
                            mesh.client("get", name(part), output.toString(), "--json")
                                    .orThrow("get of one"));
            Report.require(
                    Files.mismatch(output, source.resolve(part)) < 0, "file " + i + " differs");
            long fetched = json.get("fetchedBytes").asLong();
            most = Math.max(most, fetched);
            // Blocks of the last stripe are shorter than a segment, so there it lies in two.
            int limit = i == 1 ? MAX_MOVED_BYTES : 2 * BLOCK_BYTES;
            Report.require(fetched <= limit, fetched + " bytes were fetched for file " + i);
        }
        return "at most " + most + " bytes";
    }

    private String parts() throws IOException {
        Commands.Answer range =
                mesh.client("get", name("d1/f1"), "-", "--range", "100-199").orThrow("a range");
        byte[] whole = Files.readAllBytes(source.resolve("d1/f1"));
        Report.require(
                Arrays.equals(range.outBytes(), Arrays.copyOfRange(whole, 100, 200)),
                "the range differs");
        Report.require(
                !mesh.client("get", name("d1/f1"), "-", "--range", "4096-").succeeded(),
                "a range beyond the file, though in the bundle, is given");
        Commands.Answer empty = mesh.client("get", name("d0/f0"), "-").orThrow("the empty one");
        Report.require(empty.outBytes().length == 0, "the empty file has bytes");
        return "as they should be";
    }

    private String known() {
        mesh.client("health", name("d1/f1")).orThrow("health");
        JsonNode placements =
                TestMesh.json(
                                mesh.client("distribution", name("d1/f1"), "--json")
                                        .orThrow("distribution"))
                        .get("placements");
        Report.require(placements.size() == 6, placements.size() + " placements");
        JsonNode info = TestMesh.json(mesh.client("info", name("d1/f1"), "--json").orThrow("info"));
        JsonCommand.require(info, "sizeBytes", FILE_BYTES - 1);
        Report.require(info.has("bundle"), "info does not tell of the bundle");
        return "6 holders";
    }

    private String tag() {
        JsonNode json =
                TestMesh.json(
                        mesh.client(
                                        "batch-tag",
                                        name("d1/*"),
                                        "--add",
                                        "x,y",
                                        "--remove",
                                        "t",
                                        "--json")
                                .orThrow("batch-tag"));
        JsonCommand.require(json, "changed", FILE_COUNT / 3);
        Report.require(count("x") == FILE_COUNT / 3, count("x") + " have the new tag");
        Report.require(count("t") == FILE_COUNT / 3 * 2 + 1, count("t") + " have the old tag");
        return json.get("changed") + " changed";
    }

    private int count(String tag) {
        return TestMesh.json(mesh.client("list", "--tags", "batch," + tag, "--json"))
                .get("entries")
                .size();
    }

    private String recover() throws IOException {
        String key =
                TestMesh.json(mesh.client("info", name("d1/f1"), "--json")).get("key").asText();
        Path output = mesh.work().resolve("batch-recovered");
        JsonNode json =
                TestMesh.json(
                        mesh.client(
                                        "batch-get",
                                        key,
                                        output.toString(),
                                        "--preserve-structure",
                                        "--json")
                                .orThrow("batch-get of a key"));
        JsonCommand.require(json, "files", FILE_COUNT);
        Path file = output.resolve(name("d2/f2"));
        Report.require(Files.mismatch(file, source.resolve("d2/f2")) < 0, "it differs");
        return FILE_COUNT + " names";
    }

    private String problems() throws IOException {
        Path mixed = Files.createDirectories(mesh.work().resolve("batch-mixed"));
        Files.createDirectories(mixed.resolve("empty"));
        for (String name : List.of("a", "b", "c")) {
            Files.write(mixed.resolve(name), mesh.randomBytes(100));
        }
        Files.createSymbolicLink(mixed.resolve("link"), mixed.resolve("a"));
        Files.createSymbolicLink(mixed.resolve("dangling"), mixed.resolve("nowhere"));
        Commands.Answer answer =
                mesh.client("batch-put", mixed.toString(), "--recursive", "--json");
        Report.require(answer.exitCode() == 1, "exit code " + answer.exitCode());
        JsonNode json = TestMesh.json(answer);
        JsonCommand.require(json, "files", 3);
        JsonCommand.require(json, "emptyFolders", 1);
        List<String> named = new ArrayList<>();
        json.get("problems").forEach(problem -> named.add(problem.get("name").asText()));
        Report.require(
                named.equals(
                        List.of(
                                mixed.resolve("dangling").toString(),
                                mixed.resolve("link").toString())),
                "problems " + named);
        return named.size() + " named, 3 stored";
    }

    private String safe() throws IOException {
        Path output = Files.createDirectories(mesh.work().resolve("batch-safe"));
        Path outside = Files.createDirectories(mesh.work().resolve("batch-outside"));
        Files.writeString(output.resolve("up"), "mine");
        Files.createSymbolicLink(output.resolve("away"), outside);
        Path file = Files.write(mesh.work().resolve("batch-evil"), mesh.randomBytes(50));
        for (String name : List.of("../batch-outside/up", "/batch-root", "away/x", "up", "ok")) {
            mesh.client("put", file.toString(), "--name", name, "--tags", "evil")
                    .orThrow("put " + name);
        }
        Commands.Answer answer =
                mesh.client(
                        "batch-get",
                        "**",
                        output.toString(),
                        "--tags",
                        "evil",
                        "--preserve-structure",
                        "--json");
        Report.require(answer.exitCode() == 1, "exit code " + answer.exitCode());
        Report.require(TestMesh.json(answer).get("problems").size() == 4, "said " + answer.out());
        Report.require(Files.readString(output.resolve("up")).equals("mine"), "written over");
        Report.require(Files.exists(output.resolve("ok")), "the good one is not there");
        Report.require(Trees.list(outside).size() == 1, "written outside the destination");
        return "4 refused, 1 written";
    }

    private String nothing() {
        for (List<String> words :
                List.of(
                        List.of("batch-put", source + "/*.none"),
                        List.of("batch-get", "*.none", mesh.work() + "/batch-none"),
                        List.of("batch-tag", "*.none", "--add", "x"))) {
            Commands.Answer answer = mesh.client(words.toArray(String[]::new));
            Report.require(
                    answer.exitCode() == 1 && answer.err().contains("*.none"),
                    words + " said " + answer.err());
        }
        Report.require(
                !Files.exists(mesh.work().resolve("batch-none")), "the destination was made");
        return "three errors";
    }
}
