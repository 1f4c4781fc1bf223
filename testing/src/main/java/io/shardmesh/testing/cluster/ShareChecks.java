package io.shardmesh.testing.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that others may read: by their reading key, or by a link. */
final class ShareChecks {
    private static final int CONTENT_BYTES = 300_000;

    private final TestMesh mesh;
    private final Path guest;
    private final byte[] content;

    private ShareChecks(TestMesh mesh) {
        this.mesh = mesh;
        this.guest = mesh.guest();
        this.content = mesh.randomBytes(CONTENT_BYTES);
    }

    static void run(TestMesh mesh, Report report) {
        report.check(
                "k: sharing",
                () -> {
                    mesh.onlyDead(java.util.List.of());
                    ShareChecks checks = new ShareChecks(mesh);
                    report.check("k: a reader that is added gets it by key", checks::share);
                    report.check("k: a reader that is taken out does not", checks::unshare);
                    report.check("k: a link from standard input opens it", checks::link);
                    report.check("k: a mistyped link, or one in an argument", checks::mistyped);
                    return "done";
                });
    }

    private String share() throws IOException {
        String key = mesh.put("shared", content);
        requireRefused(key);
        String to = ReaderChecks.readingKey(mesh, guest);
        String said =
                Program.run(mesh, client(), "share", "shared", "--to", to).orThrow("share").out();
        Report.require(
                said.contains("2 readers") && said.contains("they get it by its key: " + key),
                "it said " + said);
        byte[] got = Program.run(mesh, guest, "get", key, "-").orThrow("get").outBytes();
        Report.require(Arrays.equals(got, content), "the bytes differ");
        return "equal";
    }

    private String unshare() throws IOException {
        String to = ReaderChecks.readingKey(mesh, guest);
        String said =
                Program.run(mesh, client(), "unshare", "shared", "--to", to)
                        .orThrow("unshare")
                        .out();
        Report.require(
                said.contains("is not shared with them any more: 1 reader,")
                        && said.contains("only a new put shuts them out"),
                "it said " + said);
        requireRefused(key());
        mesh.get(key()).requireEqual(content, "by its owner");
        return "refused; its owner reads it";
    }

    private String link() throws IOException {
        Commands.Answer made =
                Program.run(mesh, client(), "share", "shared", "--link").orThrow("share --link");
        Report.require(made.out().lines().count() == 1, "it printed " + made.out());
        Path output = mesh.work().resolve("by-link");
        // The line goes through a pipe; get has no argument that holds any of it.
        byte[] line = made.out().getBytes(StandardCharsets.US_ASCII);
        Program.run(mesh, guest, line, "get", "--link", "-", output.toString()).orThrow("get");
        Report.require(Arrays.equals(Files.readAllBytes(output), content), "the bytes differ");
        return "equal, one line of " + made.out().strip().length() + " letters";
    }

    private String mistyped() throws IOException {
        String link = mesh.client("share", "shared", "--link").orThrow("share").out().strip();
        int at = link.length() / 2;
        String wrong =
                link.substring(0, at)
                        + (link.charAt(at) == 'a' ? 'b' : 'a')
                        + link.substring(at + 1);
        Path output = mesh.work().resolve("by-wrong-link");
        byte[] line = wrong.getBytes(StandardCharsets.US_ASCII);
        Commands.Answer answer =
                mesh.cluster()
                        .commands()
                        .run(
                                guest,
                                new ByteArrayInputStream(line),
                                "get",
                                "--link",
                                "-",
                                output.toString());
        requireSaid(answer, 1, "that is no link, or it is mistyped");
        Commands.Answer shown =
                mesh.cluster().commands().run(guest, "get", "--link", link, output.toString());
        requireSaid(shown, 2, "a link on the command line is seen by everybody");
        Report.require(!shown.err().contains(link), "the secret is repeated");
        Report.require(!Files.exists(output), "there is an output");
        return "both refused";
    }

    private String key() {
        return TestMesh.json(mesh.client("info", "shared", "--json").orThrow("info"))
                .get("key")
                .asText();
    }

    private Path client() {
        return mesh.client().home();
    }

    private void requireRefused(String key) {
        requireSaid(
                mesh.cluster().commands().run(guest, "get", key, "-"),
                1,
                "not sealed for a key of this home");
    }

    private static void requireSaid(Commands.Answer answer, int exitCode, String what) {
        String said = answer.err().strip();
        Report.require(
                answer.exitCode() == exitCode, "exit code " + answer.exitCode() + ": " + said);
        Report.require(said.contains(what), "it said: " + said);
    }
}
