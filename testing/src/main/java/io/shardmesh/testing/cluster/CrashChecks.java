package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Item d: members are killed at random moments of a mixed load and started again. What a kill has
 * left of a store is compared with its index, and what was acknowledged with what is there at the
 * end.
 *
 * <p>A kill leaves the page cache as it is, so this shows nothing about syncing: the simulator's
 * disks do.
 */
final class CrashChecks {
    private static final Duration START_LIMIT = Duration.ofSeconds(2);
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);

    /** How many commands succeed between two kills, at most. */
    private static final int MAX_COMMANDS = 8;

    private static final int MAX_DELAY_MILLIS = 300;

    /** One of so many times two are killed at once, which 4+2 survives. */
    private static final int DOUBLE_ONE_OF = 4;

    private final TestMesh mesh;
    private final int killCount;
    private final SplittableRandom random;
    private final LoadedMesh loaded;
    private final List<StartTime> starts = new ArrayList<>();
    private final List<String> disagreements = new ArrayList<>();
    private int copyCount;
    private int mostBehind;

    CrashChecks(TestMesh mesh, int killCount) {
        this.mesh = mesh;
        this.killCount = killCount;
        this.random = new SplittableRandom(mesh.random().nextLong());
        this.loaded = LoadedMesh.of(mesh);
    }

    void run(Report report) {
        report.check("kills under load", this::killAll);
        report.check("each start ready within " + START_LIMIT.toSeconds() + " s", this::starts);
        report.check("index and shards agree after each kill", this::agreement);
        loaded.check(report);
    }

    private String killAll() throws IOException {
        try (MixedLoad load = loaded.start(random)) {
            int killed = 0;
            while (killed < killCount) {
                long target = load.doneCount() + random.nextInt(MAX_COMMANDS);
                Report.require(
                        Waiting.until(LOAD_LIMIT, () -> load.doneCount() >= target),
                        "nothing succeeds any more");
                Duration delay = Duration.ofMillis(random.nextInt(MAX_DELAY_MILLIS));
                Waiting.until(delay, () -> false);
                killed += killSome(killCount - killed);
            }
        }
        return loaded.summary();
    }

    private int killSome(int most) throws IOException {
        List<ServiceProcess> victims = new ArrayList<>(mesh.cluster().nodes());
        Collections.shuffle(victims, new java.util.Random(random.nextLong()));
        int count = Math.min(most, random.nextInt(DOUBLE_ONE_OF) == 0 ? 2 : 1);
        victims = victims.subList(0, count);
        mesh.cluster().kill(victims);
        for (ServiceProcess victim : victims) {
            List<StoreCopy> copies = new ArrayList<>();
            loaded.home(victim).pause(() -> copies.addAll(startAgain(victim)));
            for (StoreCopy copy : copies) {
                compare(victim, copy);
            }
        }
        return count;
    }

    private List<StoreCopy> startAgain(ServiceProcess victim) {
        try {
            Path target = mesh.work().resolve("store-" + copyCount++);
            StoreCopy copy = StoreCopy.of(victim, target);
            starts.add(StartTime.of(victim, mesh.cluster()));
            return List.of(copy);
        } catch (IOException e) {
            throw new ClusterException(victim.name() + ": " + e);
        }
    }

    private void compare(ServiceProcess victim, StoreCopy copy) throws IOException {
        try (copy) {
            mostBehind = Math.max(mostBehind, copy.check().indexedCount());
        } catch (ClusterException wrong) {
            disagreements.add(victim.name() + ": " + wrong.getMessage());
        }
    }

    private String starts() {
        List<Duration> judged =
                starts.stream().filter(StartTime::undisturbed).map(StartTime::clock).toList();
        String figures =
                "%d starts, %s, processor time %s; %d judged, as others kept the machine less busy: %s"
                        .formatted(
                                starts.size(),
                                StartTime.figures(starts.stream().map(StartTime::clock).toList()),
                                StartTime.figures(
                                        starts.stream().map(StartTime::processor).toList()),
                                judged.size(),
                                StartTime.figures(judged));
        Report.require(judged.stream().allMatch(time -> time.compareTo(START_LIMIT) <= 0), figures);
        return figures;
    }

    private String agreement() {
        Report.require(disagreements.isEmpty(), disagreements.toString());
        return copyCount
                + " stores opened and read, their index was at most "
                + mostBehind
                + " rows behind";
    }
}
