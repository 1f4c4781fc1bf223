package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.node.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --json} says of keys and of the program, compared with the key files. */
final class JsonKeyChecks {
    private JsonKeyChecks() {}

    static void run(TestMesh mesh, Report report) {
        report.check("l: keys --json", () -> keys(mesh));
        report.check("l: version --json", () -> version(mesh));
    }

    private static String keys(TestMesh mesh) throws IOException {
        JsonCommand first = new JsonCommand(mesh, Files.createTempDirectory(mesh.work(), "keys-"));
        JsonCommand.require(first.run("keys", "list"), "root", false);
        JsonNode made = first.run("keys", "new");
        Report.require(made.equals(first.run("keys", "show")), "show differs from new: " + made);
        JsonCommand.require(first.run("keys", "list"), "root", true);
        Path root = mesh.work().resolve("json-root.key");
        Path reading = mesh.work().resolve("json-reading.key");
        JsonCommand second = new JsonCommand(mesh, Files.createTempDirectory(mesh.work(), "keys-"));
        JsonNode exported = first.run("keys", "export", root.toString());
        JsonCommand.require(exported, "kind", "root");
        JsonCommand.require(exported, "file", root);
        JsonCommand.require(second.run("keys", "import", root.toString()), "kind", "root");
        Report.require(made.equals(second.run("keys", "show")), "the imported keys differ");
        exported = first.run("keys", "export", "--reading", reading.toString());
        JsonCommand.require(exported, "kind", "reading");
        JsonCommand.require(exported, "file", reading);
        JsonCommand guest = new JsonCommand(mesh, Files.createTempDirectory(mesh.work(), "keys-"));
        JsonNode taken = guest.run("keys", "import", reading.toString());
        JsonCommand.require(taken, "kind", "reading");
        JsonNode listed = guest.run("keys", "list");
        JsonCommand.require(listed, "root", false);
        String shown = listed.get("reading").toString();
        Report.require(
                listed.get("reading").size() == 1
                        && shown.contains(made.get("reading").asText().substring(0, 16)),
                "imported reading keys: " + shown);
        Files.delete(root);
        Files.delete(reading);
        return "new, show, list, export, import agree";
    }

    private static String version(TestMesh mesh) throws IOException {
        JsonNode version = new JsonCommand(mesh, mesh.work()).run("version");
        JsonCommand.require(version, "version", Version.TEXT);
        JsonCommand.require(version, "java", Runtime.version());
        Report.require(!version.get("blake3").asText().isEmpty(), "no kernel: " + version);
        Report.require(!version.get("erasure").asText().isEmpty(), "no kernel: " + version);
        return version.toString();
    }
}
