package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Dead holders and damaged shards of one object. */
final class HolderChecks {
    private static final int OBJECT_BYTES = 1 << 20;
    private static final int INLINE_BYTES = 1000;
    private static final int SHARD_COUNT = 6;
    private static final int ATTEMPT_COUNT = 3;
    private static final int NEEDED_COUNT = 4;
    private static final double FAIL_SECONDS = 10;

    private final TestMesh mesh;
    private final Report report;
    private final byte[] content;
    private final String key;
    private final List<ServiceProcess> holders;

    /** Whose damage the reader has met since it knew nothing of anybody. */
    private final Set<Integer> met = new HashSet<>();

    private HolderChecks(TestMesh mesh, Report report) throws IOException {
        this.mesh = mesh;
        this.report = report;
        this.content = mesh.randomBytes(OBJECT_BYTES);
        this.key = mesh.put("six-holders", content);
        this.holders = mesh.holders(key);
        Report.require(
                holders.size() == SHARD_COUNT,
                "the object has " + holders.size() + " holders, not " + SHARD_COUNT);
    }

    static HolderChecks prepare(TestMesh mesh, Report report) throws IOException {
        return new HolderChecks(mesh, report);
    }

    /** With {@code everything} every combination, else what tells mutations apart. */
    void run(boolean everything) {
        oneDead(everything);
        twoDead(everything);
        if (everything) {
            report.check("b: with 3 holders dead get fails", this::threeDead);
            report.check("b: an inline object with any 2 of its 3 holders dead", this::inline);
        }
        mesh.onlyDead(List.of());
    }

    private void oneDead(boolean everything) {
        List<Integer> deads =
                everything ? IntStream.range(0, SHARD_COUNT).boxed().toList() : List.of(5);
        for (int dead : deads) {
            report.check(
                    "f: holder of index " + dead + " dead, each other shard damaged",
                    () -> {
                        mesh.onlyDead(List.of(holders.get(dead)));
                        mesh.forgetReputations();
                        met.clear();
                        int readCount = 0;
                        for (int index : others(List.of(dead))) {
                            // What comes first is met, so each kind is in every other round.
                            boolean flipFirst = (index + dead) % 2 == 0;
                            readCount += damaged(index, dead, flipFirst) ? 1 : 0;
                            readCount += damaged(index, dead, !flipFirst) ? 1 : 0;
                        }
                        return 2 * (SHARD_COUNT - 1)
                                + " gets equal, "
                                + readCount
                                + " met the damage and named holder and index";
                    });
        }
    }

    private boolean damaged(int index, int dead, boolean flip) throws IOException {
        return flip ? flipped(index, dead) : deleted(index, dead);
    }

    private boolean flipped(int index, int dead) throws IOException {
        try (var _ = flip(index)) {
            return damagedGet(index, dead, "a flipped bit");
        }
    }

    private boolean deleted(int index, int dead) throws IOException {
        try (var _ = Damage.deleted(file(index))) {
            return damagedGet(index, dead, "a deleted file");
        }
    }

    /**
     * Gets that must succeed; whether one met the damage. The reader takes data shards first, so a
     * damaged one is met; but who gave wrong bytes once is asked last from then on, and so is who
     * took long for its first answer. A reader that knows nobody tries again then.
     */
    private boolean damagedGet(int index, int dead, String damage) throws IOException {
        String when = "with index " + dead + " dead and " + damage + " at index " + index;
        boolean mustMeet = index < NEEDED_COUNT && !met.contains(index);
        boolean named = damagedGet(index, when);
        for (int more = 1; mustMeet && !named && more < ATTEMPT_COUNT; more++) {
            mesh.forgetReputations();
            named = damagedGet(index, when);
        }
        Report.require(named || !mustMeet, "get names no damage " + when);
        return named;
    }

    private boolean damagedGet(int index, String when) throws IOException {
        int logBefore = mesh.clientLog().length();
        TestMesh.Got got = mesh.get(key);
        got.requireEqual(content, when);
        boolean named = false;
        for (JsonNode problem : TestMesh.json(got.answer()).get("problems")) {
            if (problem.get("index").asInt() == index) {
                named = problem.get("peer").asText().equals(holders.get(index).peer());
                requireLogged(index, logBefore, when);
            }
        }
        if (named) {
            met.add(index);
        }
        return named;
    }

    private void requireLogged(int index, int logBefore, String when) throws IOException {
        String wanted = "shard " + index + " at holder " + holders.get(index).peer();
        Report.require(
                mesh.clientLog().substring(logBefore).contains(wanted),
                "the reader's log does not name " + wanted + " " + when);
    }

    private void twoDead(boolean everything) {
        List<Pairs.Pair> pairs =
                everything ? Pairs.revolving(SHARD_COUNT) : List.of(new Pairs.Pair(0, 1));
        for (Pairs.Pair pair : pairs) {
            List<Integer> dead = List.of(pair.low(), pair.high());
            report.check(
                    "b: holders of indexes " + pair.low() + " and " + pair.high() + " dead",
                    () -> {
                        mesh.onlyDead(dead.stream().map(holders::get).toList());
                        TestMesh.Got got = mesh.get(key);
                        got.requireEqual(content, "with indexes " + dead + " dead");
                        return "equal, %.2f s".formatted(got.answer().seconds());
                    });
            report.check(
                    "f: the same and one of the four left with a flipped bit",
                    () -> flippedOfFour(dead));
        }
    }

    private String flippedOfFour(List<Integer> dead) throws IOException {
        double slowest = 0;
        for (int index : others(dead)) {
            try (var _ = flip(index)) {
                TestMesh.Got got = mesh.get(key);
                requireFailure(got);
                String wanted = "shard " + index + " at holder " + holders.get(index).peer();
                Report.require(
                        got.answer().err().contains(wanted),
                        "it does not name " + wanted + ": " + got.answer().err().strip());
                slowest = Math.max(slowest, got.answer().seconds());
            }
        }
        return "4 gets failed and named it, the slowest after %.2f s".formatted(slowest);
    }

    private static void requireFailure(TestMesh.Got got) {
        Report.require(
                got.answer().exitCode() == 1,
                "exit code " + got.answer().exitCode() + ", not 1: " + got.answer().err().strip());
        Report.require(!got.outputExists(), "something is left at the output");
        Report.require(
                got.answer().seconds() < FAIL_SECONDS,
                "it took %.1f s".formatted(got.answer().seconds()));
    }

    private String threeDead() throws IOException {
        mesh.onlyDead(holders.subList(0, 3));
        TestMesh.Got got = mesh.get(key);
        requireFailure(got);
        String said = got.answer().err().strip();
        Report.require(
                said.matches("(?s).*\\b3 of the 4 needed.*"),
                "it does not say 3 of the 4: " + said);
        return "exit 1 after %.2f s, 3 of the 4 needed shards named, nothing left"
                .formatted(got.answer().seconds());
    }

    private String inline() throws IOException {
        mesh.onlyDead(List.of());
        byte[] small = mesh.randomBytes(INLINE_BYTES);
        String smallKey = mesh.put("inline", small);
        List<ServiceProcess> copies = mesh.holders(smallKey);
        Report.require(copies.size() == 3, "it has " + copies.size() + " holders, not 3");
        for (ServiceProcess left : copies) {
            List<ServiceProcess> dead = new ArrayList<>(copies);
            dead.removeIf(node -> node.name().equals(left.name()));
            mesh.onlyDead(dead);
            mesh.get(smallKey).requireEqual(small, "with only node " + left.name() + " left");
        }
        return "3 pairs, equal";
    }

    private Damage flip(int index) throws IOException {
        Path file = file(index);
        long offset = mesh.random().nextLong(Files.size(file));
        return Damage.flippedBit(file, offset, mesh.random().nextInt(8));
    }

    private Path file(int index) {
        return TestMesh.shardFile(holders.get(index), key, index);
    }

    private static List<Integer> others(List<Integer> dead) {
        return IntStream.range(0, SHARD_COUNT)
                .filter(index -> !dead.contains(index))
                .boxed()
                .toList();
    }
}
