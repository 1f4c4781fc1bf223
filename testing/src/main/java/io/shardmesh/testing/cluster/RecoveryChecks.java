package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A home is lost, and its phrase brings its names and files back. */
final class RecoveryChecks {
    private static final Duration PUBLISHED_LIMIT = Duration.ofSeconds(20);
    private static final int BUNDLED_COUNT = 5;

    /** The phrase of 32 zero bytes: right, but of an owner who is in no mesh. */
    private static final String OTHER_PHRASE = "abandon ".repeat(23) + "art\n";

    private final TestMesh mesh;
    private final Path lost;
    private final Path found;
    private final Path phrase;
    private final Map<String, byte[]> contents = new TreeMap<>();

    private RecoveryChecks(TestMesh mesh) {
        this.mesh = mesh;
        this.lost = mesh.work().resolve("lost-home");
        this.found = mesh.work().resolve("found-home");
        this.phrase = mesh.work().resolve("phrase");
    }

    static void run(TestMesh mesh, Report report) {
        RecoveryChecks checks = new RecoveryChecks(mesh);
        report.check("h: a home puts files, its catalog gets into the mesh", checks::put);
        report.check("h: a dry run shows what would come and changes nothing", checks::rehearse);
        report.check("h: a mistyped phrase is one line and leaves nothing", checks::mistyped);
        report.check("h: the phrase of another owner leaves nothing", checks::stranger);
        report.check("h: the phrase brings names and files back", checks::recover);
        report.check("h: a second run finds all of it there", checks::again);
    }

    private String put() throws IOException {
        mesh.cluster()
                .commands()
                .runWith(
                        lost,
                        mesh.cluster().invite("client"),
                        "mesh",
                        "join",
                        "-",
                        "--machine",
                        "laptop")
                .orThrow("joining the home that is lost later");
        put("inline", mesh.randomBytes(500));
        put("sharded", mesh.randomBytes(1_048_577));
        Path folder = Files.createDirectories(mesh.work().resolve("recovered-batch"));
        for (int i = 0; i < BUNDLED_COUNT; i++) {
            Path file = Files.write(folder.resolve("f" + i), mesh.randomBytes(3000 + i));
            contents.put(file.toString().substring(1), Files.readAllBytes(file));
        }
        run(lost, "batch-put", folder.toString(), "--recursive").orThrow("batch-put");
        run(lost, "keys", "phrase", "--output", phrase.toString()).orThrow("keys phrase");
        // A command publishes before it ends; where holders are slow, the next may have to.
        Report.require(
                Waiting.until(PUBLISHED_LIMIT, () -> comesBack().equals(contents.keySet())),
                "would come back: " + comesBack());
        Trees.delete(lost);
        return contents.size() + " names";
    }

    private void put(String name, byte[] content) throws IOException {
        Path file = Files.write(mesh.work().resolve("lost-" + name), content);
        run(lost, "put", file.toString(), "--name", name).orThrow("put " + name);
        contents.put(name, content);
    }

    private Set<String> comesBack() {
        Commands.Answer answer =
                run(
                        found,
                        "recover",
                        "--phrase-file",
                        phrase.toString(),
                        "--bootstrap",
                        contact(),
                        "--dry-run",
                        "--json");
        return names(TestMesh.json(answer.orThrow("a dry run")).get("names"));
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new TreeSet<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }

    private String contact() {
        return mesh.cluster().node("1").multiaddr().orElseThrow();
    }

    private String rehearse() throws IOException {
        Commands.Answer answer = process(phrase, "--dry-run").orThrow("a dry run");
        String said = answer.out();
        Report.require(
                said.contains("would come back: " + contents.size() + " names"), "it said " + said);
        for (String name : contents.keySet()) {
            Report.require(said.lines().anyMatch(("  " + name)::equals), name + " is missing");
        }
        Report.require(!Files.exists(found), "a dry run has made " + found);
        return contents.size() + " names shown";
    }

    private String mistyped() throws IOException {
        String right = Files.readString(phrase, StandardCharsets.US_ASCII);
        requireRefused("abandon ".repeat(24), "its checksum is wrong");
        requireRefused(right.replaceFirst("[a-z]+", "shardmesh"), "word 1 is not on");
        requireRefused(right.substring(right.indexOf(' ')), "it has 23 words, not 24");
        return "3 refused";
    }

    private String stranger() throws IOException {
        requireRefused(OTHER_PHRASE, "the owner of this phrase is not on");
        return "refused";
    }

    private void requireRefused(String text, String why) throws IOException {
        Path file = Files.writeString(mesh.work().resolve("wrong-phrase"), text);
        Commands.Answer answer = process(file);
        String said = answer.err().strip();
        Report.require(answer.exitCode() == 1, "exit code " + answer.exitCode() + ": " + said);
        Report.require(said.lines().count() == 1 && said.contains(why), "it said: " + said);
        Report.require(!Files.exists(found), "a wrong phrase has left " + found);
    }

    private String recover() throws IOException {
        Commands.Answer answer = process(phrase).orThrow("recover");
        requireCameBack(answer);
        JsonNode entries = TestMesh.json(run(found, "list", "--json").orThrow("list"));
        Set<String> listed = new TreeSet<>();
        entries.get("entries").forEach(entry -> listed.add(entry.get("name").asText()));
        Report.require(listed.equals(contents.keySet()), "it lists " + listed);
        for (Map.Entry<String, byte[]> each : contents.entrySet()) {
            byte[] got = run(found, "get", each.getKey(), "-").orThrow("get").outBytes();
            Report.require(Arrays.equals(got, each.getValue()), each.getKey() + " differs");
        }
        return "%d files equal, recover took %.2f s".formatted(contents.size(), answer.seconds());
    }

    private String again() throws IOException {
        Commands.Answer answer = process(phrase).orThrow("recover again");
        requireCameBack(answer);
        return "%d names".formatted(contents.size());
    }

    private void requireCameBack(Commands.Answer answer) {
        Report.require(
                answer.out().contains("came back: " + contents.size() + " names"),
                "it said " + answer.out());
    }

    private Commands.Answer run(Path home, String... words) {
        return mesh.cluster().commands().run(home, words);
    }

    private Commands.Answer process(Path file, String... more) throws IOException {
        String[] words = {"recover", "--phrase-file", file.toString(), "--bootstrap", contact()};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Program.run(mesh, found, all);
    }
}
