package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shardmesh.node.record.ObjectKeyText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A cluster of seven holders and a client's service, with what the checks do to it. */
final class TestMesh {
    static final int NODE_COUNT = 7;
    static final String CLIENT = "client";
    private static final String GUEST = "guest";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;
    private final Path work;
    private final Random random;
    private int outputCount;

    private TestMesh(Cluster cluster, Path work, long seed) {
        this.cluster = cluster;
        this.work = work;
        this.random = new Random(seed);
    }

    static TestMesh start(Cluster cluster, Path work, long seed) throws IOException {
        return start(cluster, work, seed, NODE_COUNT);
    }

    /** The same with another number of holders. */
    static TestMesh start(Cluster cluster, Path work, long seed, int holders) throws IOException {
        Files.createDirectories(work);
        cluster.up(holders);
        cluster.join(CLIENT, "client");
        cluster.start(List.of(CLIENT));
        return new TestMesh(cluster, work, seed);
    }

    /**
     * A get.
     *
     * @param answer what the command said
     * @param bytes what it wrote; empty when there is no output
     * @param outputExists whether there is an output
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Got(Commands.Answer answer, byte[] bytes, boolean outputExists) {
        void requireEqual(byte[] expected, String when) {
            answer.orThrow("get " + when);
            Report.require(Arrays.equals(bytes, expected), "the bytes differ " + when);
        }
    }

    Cluster cluster() {
        return cluster;
    }

    Random random() {
        return random;
    }

    Path work() {
        return work;
    }

    byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    ServiceProcess client() {
        return cluster.node(CLIENT);
    }

    /** The home of a further client, where no service ever runs; it joins at the first use. */
    Path guest() {
        Path home = cluster.directory().resolve(GUEST);
        if (!Files.exists(home)) {
            String invite = cluster.invite("client");
            cluster.commands()
                    .runWith(home, invite, "mesh", "join", "-", "--machine", GUEST)
                    .orThrow("joining the guest");
        }
        return home;
    }

    /** Starts the client's service anew, without what it remembers of how holders behaved. */
    void forgetReputations() throws IOException {
        cluster.kill(List.of(client()));
        Files.deleteIfExists(client().home().resolve("reputation"));
        cluster.start(List.of(CLIENT));
    }

    /** Runs a command in the client's home. */
    Commands.Answer client(String... arguments) {
        return cluster.commands().run(client().home(), arguments);
    }

    /** Puts bytes from a file; returns the key. */
    String put(String name, byte[] content) throws IOException {
        Path file = Files.write(work.resolve(name), content);
        return key(client("put", file.toString(), "--json").orThrow("put " + name));
    }

    /** Puts bytes from standard input; returns the key. */
    String putPiped(String name, byte[] content) {
        return key(
                cluster.commands()
                        .run(
                                client().home(),
                                new ByteArrayInputStream(content),
                                "put",
                                "-",
                                "--name",
                                name,
                                "--json")
                        .orThrow("put " + name));
    }

    private static String key(Commands.Answer answer) {
        JsonNode json = json(answer);
        Report.require(
                !json.get("degraded").asBoolean(), "the put is degraded: " + answer.out().strip());
        return json.get("key").asText();
    }

    static JsonNode json(Commands.Answer answer) {
        try {
            return JSON.readTree(answer.out());
        } catch (JsonProcessingException malformed) {
            throw new ClusterException("this is no JSON: " + answer.out().strip());
        }
    }

    Got get(String key) throws IOException {
        Path output = work.resolve("output-" + outputCount++);
        Set<Path> before = listing();
        Commands.Answer answer = client("get", key, output.toString(), "--json");
        boolean exists = Files.exists(output);
        byte[] bytes = exists ? Files.readAllBytes(output) : new byte[0];
        Files.deleteIfExists(output);
        Report.require(listing().equals(before), "get left something beside its output in " + work);
        return new Got(answer, bytes, exists);
    }

    private Set<Path> listing() throws IOException {
        try (var files = Files.list(work)) {
            return Set.copyOf(files.toList());
        }
    }

    /** Machines of the holders of an object, by index. */
    List<ServiceProcess> holders(String key) {
        JsonNode placements =
                json(client("distribution", key, "--json").orThrow("distribution"))
                        .get("placements");
        TreeMap<Integer, ServiceProcess> byIndex = new TreeMap<>();
        for (JsonNode placement : placements) {
            String machine = placement.get("machine").asText();
            byIndex.put(placement.get("index").asInt(), cluster.node(machine.substring(1)));
        }
        return new ArrayList<>(byIndex.values());
    }

    /** The holders among {@code dead} are dead afterwards, all others run. */
    void onlyDead(List<ServiceProcess> dead) {
        List<String> names = dead.stream().map(ServiceProcess::name).toList();
        List<String> toStart =
                cluster.nodes().stream()
                        .filter(node -> !names.contains(node.name()) && !node.running())
                        .map(ServiceProcess::name)
                        .toList();
        if (!toStart.isEmpty()) {
            cluster.start(toStart);
        }
        cluster.kill(dead.stream().filter(ServiceProcess::running).toList());
    }

    static Path shardFile(ServiceProcess holder, String key, int index) {
        String hex = ObjectKeyText.parse(key).orElseThrow().toString();
        return holder.home()
                .resolve("store/objects")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex + "." + index + ".shard");
    }

    /** What the client's service has logged so far. */
    String clientLog() throws IOException {
        Path log = client().home().resolve("log/shardmesh.0.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
