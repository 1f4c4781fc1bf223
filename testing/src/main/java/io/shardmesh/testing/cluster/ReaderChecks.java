package io.shardmesh.testing.cluster;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who can read an object, and who cannot; with and without a service in the home. */
final class ReaderChecks {
    /** An envelope has place for 64 readers; the owner is one of them. */
    private static final int MAX_ADDED = 63;

    private static final int CONTENT_BYTES = 300_000;
    private static final String RESTORED = "restored";

    private final TestMesh mesh;
    private final Path client;
    private final Path guest;
    private final Path stranger;

    private ReaderChecks(TestMesh mesh) {
        this.mesh = mesh;
        this.client = mesh.client().home();
        this.guest = mesh.guest();
        this.stranger = mesh.cluster().node("1").home();
    }

    static void run(TestMesh mesh, Report report) {
        report.check(
                "l: readers",
                () -> {
                    mesh.onlyDead(List.of());
                    ReaderChecks checks = new ReaderChecks(mesh);
                    report.check("l: a reader without a service gets by key", checks::guestReads);
                    report.check("l: a reader with a service gets by key", checks::clientReads);
                    report.check("l: the 65th reader is refused", checks::limit);
                    report.check("l: keys exported into a new home read", checks::restored);
                    return "done";
                });
    }

    /** What a member gives to others, so that they can add it. */
    static String readingKey(TestMesh mesh, Path home) {
        return TestMesh.json(
                        mesh.cluster()
                                .commands()
                                .run(home, "keys", "show", "--json")
                                .orThrow("keys show"))
                .get("reading")
                .asText();
    }

    private String guestReads() throws IOException {
        byte[] content = mesh.randomBytes(CONTENT_BYTES);
        String key = put(client, "for-guest", content, List.of(readingKey(mesh, guest)));
        requireReads(guest, key, content);
        requireRefused(stranger, key);
        String own = put(client, "for-nobody", content, List.of());
        requireRefused(guest, own);
        return "equal; refused: another member with a service, and one without for another object";
    }

    private String clientReads() throws IOException {
        byte[] content = mesh.randomBytes(CONTENT_BYTES);
        String key = put(guest, "for-client", content, List.of(readingKey(mesh, client)));
        requireReads(client, key, content);
        requireReads(guest, key, content);
        requireRefused(stranger, key);
        return "equal, for the owner without a service too; another member is refused";
    }

    private String limit() throws IOException {
        List<String> readers = strangers(MAX_ADDED - 1);
        readers.add(readingKey(mesh, guest));
        byte[] content = mesh.randomBytes(CONTENT_BYTES);
        String key = put(client, "for-many", content, readers);
        requireReads(guest, key, content);
        int counted =
                TestMesh.json(mesh.client("info", "for-many", "--json").orThrow("info"))
                        .get("readers")
                        .asInt();
        Report.require(counted == MAX_ADDED + 1, "info counts " + counted + " readers");
        readers.addAll(strangers(1));
        for (Path home : List.of(client, guest)) {
            Commands.Answer refused = tryPut(home, "for-too-many", content, readers);
            String said = refused.err().strip();
            Report.require(refused.exitCode() == 2, "exit code " + refused.exitCode());
            Report.require(
                    said.lines().count() == 1 && said.contains("at most 64 readers"),
                    "it said: " + said);
            String listed = run(home, "list", "--json").out();
            Report.require(!listed.contains("for-too-many"), "it is in the catalog");
        }
        return "63 beside the owner are taken and the last of them reads; 64: exit 2, limit named";
    }

    /** Reading keys of people who have no part in this. */
    private List<String> strangers(int count) {
        try (Keyring keyring = Keyring.ofRoot(SecretBytes.copyOf(mesh.randomBytes(32)))) {
            List<String> all = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                try (ReadingKey key = keyring.readingKey(index)) {
                    all.add(key.publicKey().toString());
                }
            }
            return all;
        }
    }

    private String restored() throws IOException {
        byte[] content = mesh.randomBytes(CONTENT_BYTES);
        String key = put(client, "before-the-loss", content, List.of());
        Path file = mesh.work().resolve("root.key");
        Path home = mesh.cluster().node(RESTORED).home();
        mesh.client("keys", "export", file.toString()).orThrow("keys export");
        run(home, "keys", "import", file.toString()).orThrow("keys import");
        Files.delete(file);
        mesh.cluster().join(RESTORED, "client");
        try {
            requireReads(home, key, content);
            mesh.cluster().start(List.of(RESTORED));
            requireReads(home, key, content);
        } finally {
            mesh.cluster().retire(RESTORED);
        }
        return "equal, without and with a service";
    }

    private Commands.Answer run(Path home, String... words) {
        return mesh.cluster().commands().run(home, words);
    }

    private String put(Path home, String name, byte[] content, List<String> readers) {
        return TestMesh.json(tryPut(home, name, content, readers).orThrow("put " + name))
                .get("key")
                .asText();
    }

    private Commands.Answer tryPut(Path home, String name, byte[] content, List<String> readers) {
        List<String> words = new ArrayList<>(List.of("put", "-", "--name", name, "--json"));
        for (String reader : readers) {
            words.addAll(List.of("--public-key", reader));
        }
        return mesh.cluster()
                .commands()
                .run(home, new ByteArrayInputStream(content), words.toArray(String[]::new));
    }

    private void requireReads(Path home, String key, byte[] content) {
        byte[] got = run(home, "get", key, "-").orThrow("get in " + home).outBytes();
        Report.require(Arrays.equals(got, content), "the bytes differ in " + home);
    }

    private void requireRefused(Path home, String key) {
        Path output = mesh.work().resolve("refused");
        Commands.Answer answer = run(home, "get", key, output.toString());
        String said = answer.err().strip();
        Report.require(answer.exitCode() == 1, "exit code " + answer.exitCode() + ": " + said);
        Report.require(
                said.lines().count() == 1 && said.contains("not sealed for a key of this home"),
                "it said: " + said);
        Report.require(!Files.exists(output), "there is an output");
    }
}
