package io.shardmesh.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.control.ControlClient;
import io.shardmesh.node.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real service of one machine, through its control socket. */
@Timeout(120)
final class RoundTripTest {
    @TempDir static Path directory;
    private static Path home = Path.of("");
    private static Thread service = Thread.currentThread();

    @BeforeAll
    static void startService() throws Exception {
        home = directory.resolve("home");
        Files.writeString(directory.resolve("p"), "secret words\n");
        assertEquals(0, run("mesh", "new", "test", "--machine", "only").code());
        service = Thread.ofPlatform().daemon().start(() -> run("service"));
        Home opened = Home.open(home);
        while (ControlClient.connect(opened, Map.of()).isEmpty()) {
            assertTrue(service.isAlive(), "the service has ended");
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stopService() throws InterruptedException {
        service.interrupt();
        service.join();
        assertFalse(Files.exists(home.resolve("control.sock")));
    }

    private static CommandRun run(byte[] input, String... arguments) {
        List<String> all = new ArrayList<>();
        Collections.addAll(all, arguments);
        Collections.addAll(
                all, "--home", home.toString(), "--passphrase-file", directory.resolve("p") + "");
        return CommandRun.of(input, Map.of(), all.toArray(String[]::new));
    }

    private static CommandRun run(String... arguments) {
        return run(new byte[0], arguments);
    }

    private static JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        CommandRun run = run(all.toArray(String[]::new));
        assertEquals(0, run.code(), run::err);
        return new ObjectMapper().readTree(run.bytes());
    }

    private static byte[] content(int sizeBytes) {
        byte[] content = new byte[sizeBytes];
        new Random(sizeBytes).nextBytes(content);
        return content;
    }

    @Test
    void file_goesInAndComesBack() throws IOException {
        byte[] content = content(300_000);
        Path file = Files.write(directory.resolve("in"), content);
        JsonNode put =
                json("put", file.toString(), "--name", "n", "--tags", "a,b", "--min-machines", "1");
        assertEquals(300_000, put.path("sizeBytes").asLong());
        assertEquals(0, put.path("survives").asInt());
        assertTrue(put.path("degraded").asBoolean());
        String key = put.path("key").asText();

        assertEquals(key, json("list", "--tags", "a").path("entries").path(0).path("key").asText());
        assertEquals(0, json("list", "--tags", "a,c").path("entries").size());
        assertEquals("n", json("info", key).path("name").asText());
        JsonNode placement = json("distribution", "n").path("placements").path(0);
        assertEquals("only", placement.path("machine").asText());
        assertTrue(placement.path("alive").asBoolean());

        CommandRun health = run("health", "n");
        assertEquals(1, health.code(), health::err);
        assertEquals("", health.err());
        assertTrue(health.out().contains("1 file: 1 critical"), health::out);

        Path output = directory.resolve("out");
        assertEquals(0, run("get", "n", output.toString()).code());
        assertArrayEquals(content, Files.readAllBytes(output));
        assertEquals(1, run("get", "n", output.toString()).code());
        assertEquals(0, run("get", key, output.toString(), "--force").code());
        assertArrayEquals(content, Files.readAllBytes(output));
    }

    @Test
    void catalog_isReadInPages_whatWasPutLastFirst() {
        for (int i = 0; i < 5; i++) {
            CommandRun put =
                    run(
                            content(1),
                            "put",
                            "-",
                            "--name",
                            "page" + i,
                            "--tags",
                            "paged",
                            "--min-machines",
                            "1");
            assertEquals(0, put.code(), put::err);
        }
        List<List<String>> pages = new ArrayList<>();
        try (Node node = ControlClient.connect(Home.open(home), Map.of()).orElseThrow()) {
            Optional<String> from = Optional.empty();
            do {
                CatalogQuery query = new CatalogQuery(List.of("paged"), from, 2);
                CatalogPage page = node.catalog().list(query).join();
                pages.add(page.entries().stream().map(CatalogEntry::name).toList());
                from = page.next();
            } while (from.isPresent());
            CatalogQuery nowhere = new CatalogQuery(List.of(), Optional.of("frob"), 2);
            CompletableFuture<CatalogPage> refused = node.catalog().list(nowhere);
            assertEquals(
                    FailureKind.MALFORMED,
                    FailureException.find(assertThrows(CompletionException.class, refused::join))
                            .orElseThrow()
                            .kind());
        }
        assertEquals(
                List.of(List.of("page4", "page3"), List.of("page2", "page1"), List.of("page0")),
                pages);
    }

    @Test
    void range_goesToFilesAndPipes() throws IOException {
        byte[] content = content(300_000);
        String file = Files.write(directory.resolve("ranged"), content).toString();
        JsonNode put = json("put", file, "--block-size", "16KiB", "--min-machines", "1");
        assertEquals(300_000, put.path("sizeBytes").asLong());
        Path output = directory.resolve("part");
        JsonNode got = json("get", "ranged", output.toString(), "--range", "70000-139999");
        assertArrayEquals(Arrays.copyOfRange(content, 70_000, 140_000), Files.readAllBytes(output));
        assertEquals(70_000, got.path("sizeBytes").asLong());
        assertTrue(got.path("fetchedBytes").asLong() < 250_000, got::toString);
        assertArrayEquals(
                Arrays.copyOfRange(content, 299_990, 300_000),
                run("get", "ranged", "-", "--range", "-10").bytes());
        CommandRun behind = run("get", "ranged", directory + "/none", "--range", "300000-");
        assertEquals(1, behind.code());
        assertTrue(behind.err().contains("it has 300000 bytes"), behind::err);
        assertFalse(Files.exists(directory.resolve("none")));
    }

    @Test
    void pipes_carryNothingButTheBytes() {
        for (int sizeBytes : new int[] {0, 1, 100_000}) {
            byte[] content = content(sizeBytes);
            CommandRun put =
                    run(content, "put", "-", "--name", "pipe" + sizeBytes, "--min-machines", "1");
            assertEquals(0, put.code(), put::err);
            CommandRun get = run("get", "pipe" + sizeBytes, "-");
            assertEquals(0, get.code(), get::err);
            assertArrayEquals(content, get.bytes());
            assertEquals("", get.err());
        }
    }

    @Test
    void state_isShown() throws IOException {
        assertEquals("service", json("status").path("mode").asText());
        assertEquals(
                "only", json("mesh", "members").path("members").path(0).path("machine").asText());
        assertTrue(json("stats").path("held").has("shards"));
        assertTrue(json("peers").path("peers").isArray());
        CommandRun invite = run("mesh", "invite");
        assertEquals(1, invite.out().lines().count(), invite::out);
        assertEquals("", invite.err());
    }

    @Test
    void failures_areOneLine() throws IOException {
        String text = Files.write(directory.resolve("small"), "x".getBytes(UTF_8)).toString();
        Path wrong = Files.writeString(directory.resolve("wrong"), "not it");
        for (CommandRun failed :
                List.of(
                        run("put", text, "--name", "wide", "--scheme", "4+2"),
                        run("put", text, "--name", "few"),
                        run("get", "unknown", directory.resolve("none").toString()),
                        run("info", "unknown"),
                        run("mesh", "new", "again"),
                        CommandRun.of(
                                "get",
                                "n",
                                "-",
                                "--home",
                                home.toString(),
                                "--passphrase-file",
                                wrong.toString()))) {
            assertEquals(1, failed.code(), failed::err);
            assertEquals("", failed.out());
            assertEquals(1, failed.err().lines().count(), failed::err);
            assertTrue(failed.err().startsWith("shardmesh: "), failed::err);
        }
        assertFalse(Files.exists(directory.resolve("none")));
        assertFalse(Files.exists(directory.resolve(".none.shardmesh-part")));
    }
}
