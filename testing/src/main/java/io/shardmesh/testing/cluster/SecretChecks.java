package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** What must stand in no log and be seen by no one who lists the processes of the machine. */
final class SecretChecks {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(60);

    private SecretChecks() {}

    static void run(TestMesh mesh, Report report) {
        report.check(
                "d: neither passphrase nor token is in a log or in the list of processes",
                () -> join(mesh));
    }

    private static String join(TestMesh mesh) throws IOException {
        String passphrase =
                Files.readString(
                                Path.of(
                                        mesh.cluster()
                                                .commands()
                                                .environment()
                                                .get("SHARDMESH_PASSPHRASE_FILE")))
                        .strip();
        String token = mesh.cluster().invite("client");
        // In clear on the command line: says that the list is really looked at.
        String control = "watched-" + mesh.random().nextInt(Integer.MAX_VALUE);
        Path home = mesh.work().resolve("watched");
        Set<String> found = new TreeSet<>();
        try (Program program =
                Program.start(mesh, home, "mesh", "join", "-", "--machine", control)) {
            program.feed((token + "\n").getBytes(StandardCharsets.US_ASCII));
            program.endInput();
            Report.require(
                    Waiting.until(
                            JOIN_LIMIT,
                            () -> {
                                search(found, passphrase, token, control);
                                return !program.running();
                            }),
                    "the join does not end");
            Report.require(program.awaitEnd(JOIN_LIMIT) == 0, "the join failed: " + program.said());
        }
        Report.require(found.contains(control), "the list of processes does not show its control");
        Report.require(!found.contains(passphrase), "the passphrase is in the list of processes");
        Report.require(!found.contains(token), "the token is in the list of processes");
        int logCount = requireInNoLog(mesh.cluster().directory(), passphrase, token);
        logCount += requireInNoLog(home, passphrase, token);
        return "%d log files and all processes during a join looked through".formatted(logCount);
    }

    private static void search(Set<String> found, String... needles) {
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String line = commandLine(process);
                for (String needle : needles) {
                    if (line.contains(needle)) {
                        found.add(needle);
                    }
                }
            }
        } catch (IOException e) {
            throw new ClusterException("cannot list the processes: " + e.getMessage());
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    private static int requireInNoLog(Path directory, String... secrets) throws IOException {
        int count = 0;
        for (Path file : PrivacyChecks.regularFiles(directory)) {
            if (file.toString().endsWith(".log")) {
                for (String secret : secrets) {
                    PrivacyChecks.requireAbsent(secret, file);
                }
                count++;
            }
        }
        Report.require(count > 0, "there is no log in " + directory);
        return count;
    }
}
