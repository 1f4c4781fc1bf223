package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** What {@code --json} says of objects, compared with disks, processes and bytes. */
final class JsonChecks {
    private static final int CONTENT_BYTES = 2_000_003;

    /** Pings, messages and what frames add, while one object is put. */
    private static final int MAX_OTHER_BYTES = 256 * 1024;

    private static final int INLINE_BYTES = 100;
    private static final int SHARD_COUNT = 6;

    private final TestMesh mesh;
    private final JsonCommand command;
    private final String name;
    private final byte[] content;
    private String key = "";

    private JsonChecks(TestMesh mesh, Path home) {
        this.mesh = mesh;
        this.command = new JsonCommand(mesh, home);
        this.name = "json-" + home.getFileName();
        this.content = mesh.randomBytes(CONTENT_BYTES);
    }

    static void run(TestMesh mesh, Report report) {
        report.check(
                "l: a mesh on which --json is compared",
                () -> {
                    mesh.onlyDead(List.of());
                    List<JsonChecks> both =
                            List.of(
                                    new JsonChecks(mesh, mesh.client().home()),
                                    new JsonChecks(mesh, mesh.guest()));
                    for (JsonChecks checks : both) {
                        String where = " in home " + checks.command.home().getFileName();
                        report.check("l: put and get --json" + where, checks::putAndGet);
                        report.check("l: list, info, stats --json" + where, checks::catalog);
                        report.check("l: health --json" + where, checks::healthy);
                    }
                    report.check("l: put --json of a small file", both.getFirst()::inline);
                    report.check("l: stats --json of the holders", () -> holderStats(mesh));
                    JsonMeshChecks.run(mesh, report);
                    JsonKeyChecks.run(mesh, report);
                    twoDead(mesh, report, both);
                    return "done";
                });
    }

    private static void twoDead(TestMesh mesh, Report report, List<JsonChecks> both)
            throws IOException {
        List<ServiceProcess> holders = both.getFirst().holdersOnDisk();
        mesh.onlyDead(List.of(holders.get(1), holders.get(4)));
        for (JsonChecks checks : both) {
            String where = " with two dead, in home " + checks.command.home().getFileName();
            report.check("l: distribution --json" + where, checks::distribution);
            report.check("l: health --json" + where, checks::withDeadHolders);
            if (checks.service()) {
                report.check("l: get --json" + where, checks::get);
            }
            JsonMeshChecks.withDead(mesh, checks.command, report, where);
        }
        mesh.onlyDead(List.of());
    }

    private String putAndGet() throws IOException {
        Path file = Files.write(mesh.work().resolve(name), content);
        mesh.cluster()
                .commands()
                .run(command.home(), "put", file.toString(), "--tags", "old")
                .orThrow("the first version");
        JsonNode put = command.run("put", file.toString(), "--tags", "blue,green");
        key = put.get("key").asText();
        JsonCommand.require(put, "name", name);
        JsonCommand.require(put, "sizeBytes", CONTENT_BYTES);
        JsonCommand.require(put, "storedBytes", bytesOnDisk());
        requireDurability(put, false, SHARD_COUNT);
        get();
        return "compared with the bytes and the shards on %d disks"
                .formatted(holdersOnDisk().size());
    }

    private String inline() throws IOException {
        Path small = Files.write(mesh.work().resolve("json-inline"), new byte[INLINE_BYTES]);
        JsonNode put = command.run("put", small.toString());
        JsonCommand.require(put, "sizeBytes", INLINE_BYTES);
        requireDurability(put, true, 3);
        return "inline, 3 whole copies";
    }

    private String get() throws IOException {
        Path output = mesh.work().resolve(name + "-output");
        JsonNode got = command.run("get", name, output.toString());
        Report.require(Arrays.equals(Files.readAllBytes(output), content), "the bytes differ");
        Files.delete(output);
        JsonCommand.require(got, "key", key);
        JsonCommand.require(got, "output", output);
        JsonCommand.require(got, "sizeBytes", CONTENT_BYTES);
        Report.require(got.get("fetchedBytes").asLong() >= CONTENT_BYTES, "fetched: " + got);
        List<ServiceProcess> holders = holdersOnDisk();
        for (JsonNode problem : got.get("problems")) {
            ServiceProcess holder = holders.get(problem.get("index").asInt());
            requireNode(problem, holder);
            Report.require(!holder.running(), "a problem with one that runs: " + problem);
        }
        return "equal, problems " + got.get("problems").size();
    }

    private static void requireDurability(JsonNode json, boolean inline, int partCount) {
        JsonCommand.require(json, "scheme", "4+2");
        JsonCommand.require(json, "inline", inline);
        JsonCommand.require(json, "complete", partCount);
        JsonCommand.require(json, "wanted", partCount);
        JsonCommand.require(json, "machines", partCount);
        JsonCommand.require(json, "survives", 2);
        JsonCommand.require(json, "degraded", false);
    }

    private String catalog() throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        command.run("list").get("entries").forEach(entries::add);
        JsonNode listed =
                entries.stream()
                        .filter(entry -> entry.get("name").asText().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ClusterException("list has no " + name));
        JsonCommand.require(listed, "key", key);
        JsonCommand.require(listed, "version", 2);
        JsonCommand.require(listed, "sizeBytes", CONTENT_BYTES);
        JsonCommand.require(listed, "readers", 1);
        JsonCommand.require(
                listed,
                "modified",
                Files.getLastModifiedTime(mesh.work().resolve(name))
                        .toInstant()
                        .truncatedTo(ChronoUnit.MILLIS));
        Report.require(texts(listed.get("tags")).equals(List.of("blue", "green")), "" + listed);
        requireDurability(listed, false, SHARD_COUNT);
        Report.require(command.run("info", name).equals(listed), "info by name differs from list");
        if (service()) { // A process without one takes seconds to open its keys.
            Report.require(
                    command.run("info", key).equals(listed), "info by key differs from list");
            requireTagged();
        }
        JsonNode stats = command.run("stats");
        JsonCommand.require(stats, "catalogCount", entries.size());
        long sum = entries.stream().mapToLong(entry -> entry.get("sizeBytes").asLong()).sum();
        JsonCommand.require(stats, "catalogBytes", sum);
        JsonCommand.require(stats.get("held"), "shards", 0);
        JsonCommand.require(stats.get("held"), "bytes", 0);
        return entries.size() + " entries, version 2, tags, sizes and time as put";
    }

    private boolean service() {
        return command.home().equals(mesh.client().home());
    }

    private void requireTagged() throws IOException {
        JsonNode tagged = command.run("list", "--tags", "green,blue").get("entries");
        Report.require(
                tagged.size() == 1 && tagged.get(0).get("name").asText().equals(name),
                "by tags: " + tagged);
        JsonNode replaced = command.run("list", "--tags", "old").get("entries");
        Report.require(replaced.isEmpty(), "by a tag of version 1: " + replaced);
    }

    private static List<String> texts(JsonNode array) {
        TreeSet<String> all = new TreeSet<>();
        array.forEach(text -> all.add(text.asText()));
        return List.copyOf(all);
    }

    private String distribution() throws IOException {
        JsonNode said = command.run("distribution", name);
        JsonCommand.require(said, "key", key);
        List<ServiceProcess> holders = holdersOnDisk();
        JsonNode placements = said.get("placements");
        Report.require(placements.size() == SHARD_COUNT, "placements: " + placements);
        int deadCount = 0;
        TreeSet<Integer> indexes = new TreeSet<>();
        for (JsonNode placement : placements) {
            int index = placement.get("index").asInt();
            indexes.add(index);
            ServiceProcess holder = holders.get(index);
            requireNode(placement, holder);
            JsonCommand.require(placement, "alive", holder.running());
            JsonCommand.require(placement, "complete", holder.running()); // Nobody else can say.
            deadCount += holder.running() ? 0 : 1;
        }
        Report.require(indexes.size() == SHARD_COUNT, "indexes: " + indexes);
        JsonCommand.require(said, "complete", SHARD_COUNT - deadCount);
        JsonCommand.require(said, "wanted", SHARD_COUNT);
        JsonCommand.require(said, "survives", 2 - deadCount);
        JsonCommand.require(said, "degraded", deadCount > 0);
        return "6 indexes, peers, machines as on disk, %d of them not alive".formatted(deadCount);
    }

    private String healthy() throws IOException {
        JsonNode said = command.run("health", name);
        JsonCommand.require(said, "files", 1);
        JsonCommand.require(said.get("counts"), "healthy", 1);
        return "healthy";
    }

    /** One of the two dead may be the seventh node, which holds nothing of this object. */
    private String withDeadHolders() throws IOException {
        int deadCount = (int) holdersOnDisk().stream().filter(node -> !node.running()).count();
        String expected = deadCount == 2 ? "critical" : "degraded";
        JsonNode said = command.reporting("health", name);
        JsonCommand.require(said, "healthy", false);
        JsonNode one = said.get("unhealthy").path(0);
        JsonCommand.require(one, "key", key);
        JsonCommand.require(one, "health", expected);
        JsonCommand.require(one, "complete", SHARD_COUNT - deadCount);
        JsonCommand.require(one, "needed", SHARD_COUNT - 2);
        return "%s, exit code 1".formatted(expected);
    }

    private static void requireNode(JsonNode json, ServiceProcess node) {
        JsonCommand.require(json, "peer", node.peer());
        JsonCommand.require(json, "machine", "m" + node.name());
    }

    private List<ServiceProcess> holdersOnDisk() {
        return holdersOnDisk(mesh, key);
    }

    /** Whose disk has the shard, by index. */
    private static List<ServiceProcess> holdersOnDisk(TestMesh mesh, String key) {
        List<ServiceProcess> all = new ArrayList<>();
        for (int index = 0; index < SHARD_COUNT; index++) {
            int wanted = index;
            all.add(
                    mesh.cluster().nodes().stream()
                            .filter(node -> Files.exists(TestMesh.shardFile(node, key, wanted)))
                            .findFirst()
                            .orElseThrow(
                                    () -> new ClusterException("no disk has shard " + wanted)));
        }
        return all;
    }

    private long bytesOnDisk() throws IOException {
        long sum = 0;
        List<ServiceProcess> holders = holdersOnDisk();
        for (int index = 0; index < SHARD_COUNT; index++) {
            sum += Files.size(TestMesh.shardFile(holders.get(index), key, index));
        }
        return sum;
    }

    /** What a put adds at its holders, and at no other node. */
    private static String holderStats(TestMesh mesh) throws IOException {
        List<ServiceProcess> nodes =
                mesh.cluster().nodes().subList(0, TestMesh.NODE_COUNT); // Numbers come first.
        List<JsonNode> before = new ArrayList<>();
        for (ServiceProcess node : nodes) {
            before.add(stats(mesh, node));
        }
        String key = mesh.put("json-stats", mesh.randomBytes(CONTENT_BYTES));
        List<ServiceProcess> holders = holdersOnDisk(mesh, key);
        for (int i = 0; i < nodes.size(); i++) {
            int index = indexOf(holders, nodes.get(i));
            long addedBytes =
                    index < 0 ? 0 : Files.size(TestMesh.shardFile(nodes.get(i), key, index));
            JsonNode held = before.get(i).get("held");
            JsonNode after = stats(mesh, nodes.get(i));
            JsonCommand.require(
                    after.get("held"), "shards", held.get("shards").asInt() + (index < 0 ? 0 : 1));
            JsonCommand.require(
                    after.get("held"), "bytes", held.get("bytes").asLong() + addedBytes);
            long came =
                    after.get("receivedBytes").asLong()
                            - before.get(i).get("receivedBytes").asLong();
            Report.require(
                    came >= addedBytes && came < addedBytes + MAX_OTHER_BYTES,
                    nodes.get(i).name() + " received " + came + " bytes for " + addedBytes);
            Report.require(after.get("sentBytes").asLong() > 0, "nothing sent");
        }
        return "a put adds one shard and its bytes, kept and received, at 6 of 7";
    }

    private static int indexOf(List<ServiceProcess> holders, ServiceProcess node) {
        return holders.stream().map(ServiceProcess::name).toList().indexOf(node.name());
    }

    private static JsonNode stats(TestMesh mesh, ServiceProcess node) {
        return TestMesh.json(
                mesh.cluster().commands().run(node.home(), "stats", "--json").orThrow("stats"));
    }
}
