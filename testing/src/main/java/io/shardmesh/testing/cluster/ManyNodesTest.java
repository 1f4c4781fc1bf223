package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.home.HomeLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Behind {@code scripts/many-nodes.sh}: brings many real nodes up in {@code --dir} and prints how
 * long they take to join, how long puts, lookups and gets take at the one that joined last, and the
 * memory of all. Ends them. Exit codes: 0 all done, 1 not, 2 used wrongly.
 */
public final class ManyNodesTest {
    private static final int ROUNDS = 3;
    private static final int PROGRESS_STEP = 10;
    private static final int[] SIZES = {4096, 16 << 20};

    private final Cluster cluster;
    private final int nodeCount;
    private final PrintStream out;
    private final List<Double> startSeconds = new ArrayList<>();

    private ManyNodesTest(Cluster cluster, int nodeCount, PrintStream out) {
        this.cluster = cluster;
        this.nodeCount = nodeCount;
        this.out = out;
    }

    /** Runs it. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(List.of(arguments), System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        boolean counted =
                words.size() == 4
                        && words.get(2).equals("--nodes")
                        && words.get(3).matches("[1-9][0-9]?|100");
        if (words.size() < 2 || !words.get(0).equals("--dir") || (words.size() > 2 && !counted)) {
            err.println("usage: many-nodes.sh [--nodes N (1 to 100)]");
            return 2;
        }
        Path root = Path.of(System.getProperty("shardmesh.root", "."));
        Cluster cluster = Cluster.open(Path.of(words.get(1)).resolve("mesh"), root);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::down));
        int nodeCount = counted ? Integer.parseInt(words.get(3)) : 50;
        try {
            new ManyNodesTest(cluster, nodeCount, out).run();
            return 0;
        } catch (ClusterException | FailureException | IOException failed) {
            out.println("FAIL " + failed.getMessage());
            return 1;
        }
    }

    private void run() throws IOException {
        long start = System.nanoTime();
        cluster.up(nodeCount, (node, took) -> ready(start, took));
        printSince(start, "all connected");
        printStarts();
        restart();
        for (int size : SIZES) {
            for (int round = 1; round <= ROUNDS; round++) {
                putFindGet(size, round);
            }
        }
        printMemory("VmRSS");
        printMemory("VmHWM");
    }

    /** Says something now and then: all of it takes minutes on a small machine. */
    private synchronized void ready(long start, Duration took) {
        startSeconds.add(took.toNanos() / 1e9);
        int count = startSeconds.size();
        if (count % PROGRESS_STEP == 0 || count == nodeCount) {
            printSince(start, count + " nodes joined and ready");
        }
    }

    private void printStarts() {
        Collections.sort(startSeconds);
        out.printf(
                "from start to ready: least %.2f, middle %.2f, most %.2f s%n",
                startSeconds.getFirst(),
                startSeconds.get(startSeconds.size() / 2),
                startSeconds.getLast());
        out.flush();
    }

    private void restart() {
        String last = Integer.toString(nodeCount);
        cluster.node(last).end();
        long start = System.nanoTime();
        cluster.start(List.of(last));
        printSince(start, "one started again, connected");
    }

    private void printSince(long start, String what) {
        print(what, (System.nanoTime() - start) / 1e9);
    }

    private void putFindGet(int size, int round) throws IOException {
        byte[] content = new byte[size];
        new Random(round).nextBytes(content);
        Path file = Files.write(cluster.directory().resolve("content"), content);
        Path output = cluster.directory().resolve("output");
        JsonNode put = timed("put of " + size + " bytes, " + round, "put", file.toString());
        String key = put.get("key").asText();
        JsonNode found = timed("  its holders found", "distribution", key);
        var _ = timed("  its get", "get", key, output.toString());
        boolean equal = Arrays.equals(Files.readAllBytes(output), content);
        Report.require(equal, "the bytes differ");
        Files.delete(output);
        Report.require(!found.get("placements").isEmpty(), "nobody was found to hold it");
    }

    private JsonNode timed(String what, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--json");
        Path home = cluster.node(Integer.toString(nodeCount)).home();
        Commands.Answer answer =
                cluster.commands().run(home, words.toArray(String[]::new)).orThrow(what);
        print(what, answer.seconds());
        return TestMesh.json(answer);
    }

    private void print(String what, double seconds) {
        out.printf("%-32s %8.2f s%n", what, seconds);
        out.flush();
    }

    private void printMemory(String field) throws IOException {
        List<Long> bytes = new ArrayList<>();
        for (ServiceProcess node : cluster.running()) {
            bytes.add(node.memoryBytes(field));
        }
        Collections.sort(bytes);
        long all = bytes.stream().mapToLong(Long::longValue).sum();
        out.printf(
                "%s of %d nodes: least %d, middle %d, most %d, together %d MiB%n",
                field,
                bytes.size(),
                bytes.getFirst() >> 20,
                bytes.get(bytes.size() / 2) >> 20,
                bytes.getLast() >> 20,
                all >> 20);
    }
}
