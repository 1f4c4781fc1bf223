package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holders that are killed for good, cut off for a while, and brought back; and deletion. What
 * counts are files on disks, never what a node says of itself.
 */
final class RepairChecks {
    private static final int LARGE_BYTES = 64 << 20;
    private static final int SMALL_BYTES = 300_000;
    private static final int INLINE_BYTES = 500;
    private static final int SHARD_COUNT = 6;
    private static final int DATA_COUNT = 4;

    /** A shard is made out of four; the rest is records and what nodes say to each other anyway. */
    private static final double MOST_WIRE_BYTES = 4.2;

    private static final int MOST_CUTS = 4;

    /** How long a repair may take behind the grace. */
    private static final Duration LEAST_LIMIT = Duration.ofSeconds(40);

    private final TestMesh mesh;
    private final Report report;
    private final Duration grace;
    private final Duration limit;
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final String large;

    private RepairChecks(TestMesh mesh, Report report, Duration grace) throws IOException {
        this.mesh = mesh;
        this.report = report;
        this.grace = grace;
        this.limit = LEAST_LIMIT.plus(grace);
        this.large = put("large", LARGE_BYTES);
        put("small", SMALL_BYTES);
        put("inline", INLINE_BYTES);
    }

    static RepairChecks prepare(TestMesh mesh, Report report, Duration grace) throws IOException {
        return new RepairChecks(mesh, report, grace);
    }

    private String put(String name, int count) throws IOException {
        byte[] content = mesh.randomBytes(count);
        String key = mesh.put(name, content);
        contents.put(key, content);
        return key;
    }

    void run() {
        report.check("a cut of half the grace: no shard is made again", this::shortCut);
        report.check("a holder killed for good: all objects are whole again", this::kill);
        report.check("a second one: all objects are whole again, and equal", this::kill);
        report.check("a cut of twice the grace: surplus is released on return", this::longCut);
        report.check("delete: the holders' disks have the room back", this::delete);
    }

    /**
     * To start takes its time, in which the node is away too, and not the same each time: after a
     * cut that was too short comes a longer one.
     */
    private String shortCut() {
        ServiceProcess away = mesh.holders(large).get(1);
        long before = rebuiltCount();
        Duration half = grace.dividedBy(2);
        Duration pause = Duration.ZERO;
        Duration cut = awayFor(away, pause);
        for (int count = 1; cut.compareTo(half) < 0 && count < MOST_CUTS; count++) {
            pause = pause.plus(half.minus(cut)).plus(grace.dividedBy(8));
            cut = awayFor(away, pause);
        }
        Report.require(
                cut.compareTo(half) >= 0, "it was away for %s ms only".formatted(cut.toMillis()));
        Report.require(
                cut.compareTo(grace) < 0,
                "it was away for %s ms: this machine needs a longer --grace"
                        .formatted(cut.toMillis()));
        Waiting.until(grace, () -> false);
        Report.require(rebuiltCount() == before, "something was made again");
        Report.require(shardFiles(large).size() == SHARD_COUNT, "shards: " + shardFiles(large));
        return "away for %.1f s, nothing was made again".formatted(cut.toMillis() / 1e3);
    }

    /** Kills it and starts it again behind the pause; how long it was not connected. */
    private Duration awayFor(ServiceProcess node, Duration pause) {
        long start = System.nanoTime();
        node.kill();
        Waiting.until(pause, () -> false);
        mesh.onlyDead(List.of());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private String kill() throws IOException {
        ServiceProcess lost = mesh.holders(large).getFirst();
        long shardBytes = shardBytes();
        mesh.cluster().retire(lost.name());
        long wireBefore = receivedBytes();
        double seconds = awaitWhole();
        double wire = (receivedBytes() - wireBefore) / (double) shardBytes;
        for (Map.Entry<String, byte[]> put : contents.entrySet()) {
            mesh.get(put.getKey()).requireEqual(put.getValue(), "after the repair");
        }
        Report.require(
                wire <= MOST_WIRE_BYTES,
                "%.2f bytes on the wire for each byte made again".formatted(wire));
        return "whole after %.1f s, %.2f bytes on the wire for each byte made again"
                .formatted(seconds, wire);
    }

    private double awaitWhole() {
        long start = System.nanoTime();
        boolean whole =
                Waiting.until(
                        limit, () -> shardFiles(large).size() == SHARD_COUNT && unhealthy() == 0);
        Report.require(whole, "after %s s: %s".formatted(limit.toSeconds(), shardFiles(large)));
        return (System.nanoTime() - start) / 1e9;
    }

    private String longCut() {
        ServiceProcess away = mesh.holders(large).get(2);
        away.kill();
        double seconds = awaitWhole();
        mesh.onlyDead(List.of());
        boolean surplus = shardFiles(large).size() == SHARD_COUNT + 1;
        boolean released = Waiting.until(limit, () -> shardFiles(large).size() == SHARD_COUNT);
        Report.require(surplus, "the shard of the one that came back was not there");
        Report.require(released, "after %s s: %s".formatted(limit.toSeconds(), shardFiles(large)));
        Report.require(unhealthy() == 0, "an object is not whole after the release");
        return "made again after %.1f s, and one of the two released".formatted(seconds);
    }

    private String delete() {
        long before = storedBytes();
        for (String key : contents.keySet()) {
            mesh.client("delete", key).orThrow("delete");
        }
        long after = storedBytes();
        double freed = 100.0 * (before - after) / before;
        Report.require(freed >= 95, "only %.1f %% of %d bytes are free".formatted(freed, before));
        return "%.1f %% of %d bytes are free again".formatted(freed, before);
    }

    private int unhealthy() {
        Commands.Answer answer = mesh.client("health", "--json");
        JsonNode json = TestMesh.json(answer);
        return json.get("unhealthy").size();
    }

    /** Where the running nodes have shards of it, as "node.index". */
    private List<String> shardFiles(String key) {
        List<String> found = new ArrayList<>();
        for (ServiceProcess node : mesh.cluster().running()) {
            for (int index = 0; index < SHARD_COUNT; index++) {
                if (Files.exists(TestMesh.shardFile(node, key, index))) {
                    found.add(node.name() + "." + index);
                }
            }
        }
        return found;
    }

    /** What a holder of the two objects in shards has of them. */
    private static long shardBytes() {
        return (LARGE_BYTES + SMALL_BYTES) / DATA_COUNT;
    }

    private long receivedBytes() {
        return mesh.cluster().running().stream()
                .mapToLong(node ->
                        TestMesh.json(
                                        mesh.cluster()
                                                .commands()
                                                .run(node.home(), "stats", "--json")
                                                .orThrow("stats"))
                                .get("receivedBytes")
                                .asLong())
                .sum();
    }

    private long storedBytes() {
        return mesh.cluster().running().stream()
                .map(node -> node.home().resolve("store/objects"))
                .mapToLong(RepairChecks::bytesBelow)
                .sum();
    }

    private static long bytesBelow(Path directory) {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private long rebuiltCount() {
        long count = 0;
        for (ServiceProcess node : mesh.cluster().running()) {
            try {
                count += node.toldCount("rebuilt shard");
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
        }
        return count;
    }
}
