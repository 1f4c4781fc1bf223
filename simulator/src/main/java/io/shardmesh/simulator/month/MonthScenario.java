package io.shardmesh.simulator.month;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.UpkeepReport;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.object.Putter;
import io.shardmesh.node.object.StoredObject;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.plain.PlainNetwork.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Objects are put; then machines leave for good, evenly over each day or all at one moment, and for
 * each that leaves another joins. At the end all parts are read where they lie, and some objects
 * are got. The seed decides everything.
 */
public final class MonthScenario {
    /**
     * The usual ones, but sweeps come every six hours instead of every hour: most of them find
     * nothing, and they would be most of the messages.
     */
    static final UpkeepSettings UPKEEP = upkeep();

    /** Of the objects, so many are got at the end. */
    private static final int READ_COUNT = 300;

    private static final int PUTS_AT_ONCE = 8;
    private static final Duration DAY = Duration.ofDays(1);

    private final long seed;
    private final MonthPlan plan;
    private final SplittableRandom random;
    private final MonthContents contents;
    private final MonthMesh mesh;
    private final List<MonthObject> objects = new ArrayList<>();
    private final Map<Digest, MonthObject> byKey = new HashMap<>();
    private RepairTally tally = RepairTally.NONE;
    private LostParts lost = LostParts.NONE;
    private OptionalDouble expectedLost = OptionalDouble.empty();
    private int leftCount;
    private int joinedCount;
    private int leastSpare = Integer.MAX_VALUE;

    private final Consumer<String> progress;

    private MonthScenario(long seed, MonthPlan plan, Consumer<String> progress) {
        this.seed = seed;
        this.plan = plan;
        this.progress = progress;
        this.random = new SplittableRandom(seed ^ 0x30da75);
        this.contents = new MonthContents(random.nextLong());
        this.mesh =
                MonthMesh.create(
                        random.nextLong(),
                        plan.nodeCount(),
                        plan.repair() ? Optional.of(UPKEEP) : Optional.empty());
    }

    /**
     * Runs it to its end.
     *
     * @param progress hears what has been done, in a line for each day
     */
    public static MonthReport run(long seed, MonthPlan plan, Consumer<String> progress) {
        return new MonthScenario(seed, plan, progress).run();
    }

    private static UpkeepSettings upkeep() {
        UpkeepSettings usual = UpkeepSettings.ofGrace(Duration.ofHours(12));
        return new UpkeepSettings(
                usual.grace(),
                usual.urgentGrace(),
                Duration.ofHours(6),
                usual.rankDelay(),
                usual.repairBytesPerSecond(),
                usual.scrubBytesPerSecond(),
                usual.roundEvery());
    }

    private MonthReport run() {
        putAll();
        progress.accept(objects.size() + " objects are put");
        Volume read = mesh.network().volume(HolderProtocols.GET);
        Volume made = mesh.network().volume(HolderProtocols.PUT);
        Volume all = mesh.network().total();
        if (plan.atOnceCount() > 0) {
            leaveAtOnce();
            mesh.time().advance(plan.length());
        } else {
            IntStream.range(0, plan.days()).forEach(this::day);
        }
        Volume readSince = mesh.network().volume(HolderProtocols.GET).since(read);
        Volume madeSince = mesh.network().volume(HolderProtocols.PUT).since(made);
        Volume allSince = mesh.network().total().since(all);
        mesh.holders().forEach(this::count);
        return report(readSince, madeSince, allSince);
    }

    private void putAll() {
        Putter putter =
                Putter.create(mesh.clientEnvironment(), mesh.client().members(), mesh.putKeys());
        for (int first = 0; first < plan.objectCount(); first += PUTS_AT_ONCE) {
            int end = Math.min(plan.objectCount(), first + PUTS_AT_ONCE);
            IntStream.range(first, end)
                    .mapToObj(number -> put(putter, number))
                    .toList()
                    .forEach(Runnable::run);
        }
    }

    /** Starts a put; what it gives waits for its end. */
    private Runnable put(Putter putter, int number) {
        byte[] content = contents.of(number);
        var running =
                putter.put(
                        SimulatedMesh.request("object " + number), SimulatedMesh.source(content));
        return () -> {
            StoredObject stored = mesh.await(running.outcome());
            PutOutcome outcome = stored.outcome();
            MonthObject object =
                    MonthObject.of(
                            number, outcome.objectKey(), content.length, outcome.durability());
            objects.add(object);
            byKey.put(object.key(), object);
        };
    }

    private void day(int number) {
        long slotNanos = DAY.toNanos() / plan.dailyCount();
        for (int i = 0; i < plan.dailyCount(); i++) {
            long wait = random.nextLong(slotNanos);
            mesh.time().advance(Duration.ofNanos(wait));
            oneLeaves();
            mesh.join(1);
            joinedCount++;
            mesh.time().advance(Duration.ofNanos(slotNanos - wait));
        }
        mesh.trace().note("month", "day " + number + " is over");
        progress.accept(
                "day %d: %d machines have left, %d parts with them"
                        .formatted(number + 1, leftCount, lost.count()));
    }

    private void oneLeaves() {
        List<MonthNode> holders = mesh.holders();
        leave(List.of(holders.get(random.nextInt(holders.size()))));
    }

    private void leaveAtOnce() {
        List<MonthNode> left = new ArrayList<>(mesh.holders());
        Census before = Census.of(mesh);
        expectedLost = OptionalDouble.of(expectedLost(before));
        while (left.size() > plan.atOnceCount()) {
            left.remove(random.nextInt(left.size()));
        }
        leave(left);
        mesh.join(plan.atOnceCount());
        joinedCount += plan.atOnceCount();
    }

    private double expectedLost(Census census) {
        return objects.stream()
                .mapToDouble(object -> {
                    int parts = census.partCount(object);
                    return new Hypergeometric(plan.nodeCount(), plan.atOnceCount(), parts)
                            .atLeast(parts - object.neededCount() + 1);
                })
                .sum();
    }

    private void leave(List<MonthNode> nodes) {
        nodes.forEach(this::count);
        List<StoredShard> rows = new ArrayList<>();
        nodes.forEach(node -> rows.addAll(Census.rows(mesh, node.store().orElseThrow())));
        nodes.forEach(mesh::leave);
        leftCount += nodes.size();
        Census left = Census.of(mesh);
        for (StoredShard row : rows) {
            MonthObject object = byKey.get(row.name().objectKey());
            if (object != null && left.holders(object.key(), row.name().index()) == 0) {
                lost = lost.plus(object, row.storedBytes());
            }
        }
        leastSpare = Math.min(leastSpare, leastSpare(left));
    }

    private int leastSpare(Census census) {
        return objects.stream()
                .mapToInt(object -> census.partCount(object) - object.neededCount())
                .min()
                .orElse(0);
    }

    private void count(MonthNode node) {
        node.report().map(UpkeepReport::repairs).ifPresent(done -> tally = tally.plus(done));
    }

    private MonthReport report(Volume read, Volume made, Volume all) {
        Census census = Census.of(mesh);
        Duration simulated = Duration.ofNanos(mesh.time().nanoTime());
        int lacking =
                (int)
                        objects.stream()
                                .filter(object -> !census.lost(object))
                                .filter(object -> census.partCount(object) < object.partCount())
                                .count();
        LastReads reads = LastReads.of(mesh, contents, sample(census));
        return new MonthReport(
                seed,
                plan,
                new MonthReport.Load(
                        objects.size(),
                        (int) objects.stream().filter(MonthObject::inline).count(),
                        objects.stream().mapToLong(MonthObject::sizeBytes).sum()),
                new MonthReport.Churn(leftCount, joinedCount, lost),
                new MonthReport.Repair(
                        tally.rebuiltCount(),
                        tally.releasedCount(),
                        tally.failedCount(),
                        tally.readBytes(),
                        read.bodyBytes(),
                        made.bodyBytes(),
                        all.bodyBytes() + all.headBytes() - read.bodyBytes() - made.bodyBytes(),
                        all.messageCount()),
                new MonthReport.End(
                        (int) objects.stream().filter(census::lost).count(),
                        lacking,
                        census.surplusCount(),
                        Math.min(leastSpare, leastSpare(census)),
                        damagedCount(),
                        reads.count(),
                        reads.wrongCount()),
                expectedLost,
                simulated,
                mesh.trace().digest(mesh.network().digest()),
                mesh.trace().warnings());
    }

    /** Objects that are there, spread over all. */
    private List<MonthObject> sample(Census census) {
        List<MonthObject> left = new ArrayList<>(objects);
        left.removeIf(census::lost);
        while (left.size() > READ_COUNT) {
            left.remove(random.nextInt(left.size()));
        }
        return left;
    }

    /** Reads every part where it lies. */
    private int damagedCount() {
        int damaged = 0;
        for (MonthNode node : mesh.holders()) {
            ShardStore store = node.store().orElseThrow();
            damaged += Scrubbing.damagedCount(mesh, store);
        }
        return damaged;
    }
}
