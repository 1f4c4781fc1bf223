package io.shardmesh.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.record.ObjectKeyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mesh under load, in all of whose homes things are stored: the client's and the holders' by
 * their services, the guest's by a node for each command. At the end all of it is looked for.
 */
final class LoadedMesh {
    private static final String GUEST = "guest";
    private static final Duration DELETION_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final TestMesh mesh;
    private final Map<String, LoadedHome> homes = new LinkedHashMap<>();
    private Optional<MixedLoad> load = Optional.empty();

    private LoadedMesh(TestMesh mesh) {
        this.mesh = mesh;
    }

    static LoadedMesh of(TestMesh mesh) {
        LoadedMesh loaded = new LoadedMesh(mesh);
        for (ServiceProcess node : mesh.cluster().nodes()) {
            loaded.add(node.name(), node.home());
        }
        loaded.add(GUEST, mesh.guest());
        return loaded;
    }

    private void add(String name, Path home) {
        homes.put(name, new LoadedHome(name, home));
    }

    LoadedHome home(ServiceProcess node) {
        return Objects.requireNonNull(homes.get(node.name()));
    }

    /** Starts a thread for the client and the guest, and one for the holders. */
    MixedLoad start(SplittableRandom random) {
        MixedLoad started = new MixedLoad(mesh.cluster().commands(), mesh.work());
        LoadedHome client = home(mesh.client());
        LoadedHome guest = Objects.requireNonNull(homes.get(GUEST));
        List<LoadedHome> holders =
                homes.values().stream().filter(home -> home != client && home != guest).toList();
        started.work(List.of(client, client, client, client, guest), random.split());
        started.work(holders, random.split());
        load = Optional.of(started);
        return started;
    }

    String summary() {
        return "%d commands done, %d failed; %d files are there, %d deleted"
                .formatted(
                        load.orElseThrow().doneCount(),
                        load.orElseThrow().failedCount(),
                        files().count(),
                        deletedKeys().size());
    }

    private Stream<Ledger.Stored> files() {
        return homes.values().stream().flatMap(home -> home.ledger().live().stream());
    }

    private Set<Digest> deletedKeys() {
        return homes.values().stream()
                .flatMap(home -> home.ledger().deleted().stream())
                .flatMap(file -> file.key().stream())
                .map(key -> ObjectKeyText.parse(key).orElseThrow())
                .collect(Collectors.toSet());
    }

    /** When the load has ended: all nodes run, then all are killed. */
    void check(Report report) {
        report.check("no command gave other bytes or told of a bug", this::commands);
        mesh.onlyDead(List.of());
        report.check("every acknowledged put is equal, each deleted name is gone", this::contents);
        report.check("no shard of a deleted object is left", this::deletions);
        report.check("logs tell of no damage and of no bug", this::logs);
        report.check("all killed: every shard that was acknowledged is whole", this::disks);
    }

    private String commands() {
        List<String> wrong = load.orElseThrow().wrong();
        Report.require(wrong.isEmpty(), wrong.toString());
        return load.orElseThrow().doneCount() + " commands";
    }

    private String contents() throws IOException {
        int count = 0;
        for (LoadedHome home : homes.values()) {
            count += compare(home);
        }
        return count + " files equal";
    }

    private int compare(LoadedHome home) throws IOException {
        Path output = Files.createDirectory(mesh.work().resolve("all-of-" + home.name()));
        List<Ledger.Stored> files = home.ledger().live();
        Commands.Answer answer =
                mesh.cluster()
                        .commands()
                        .run(
                                home.home(),
                                "batch-get",
                                "**",
                                output.toString(),
                                "--preserve-structure",
                                "--json");
        Report.require(
                answer.succeeded() || answer.out().contains("problems") || files.isEmpty(),
                home.name() + ": " + answer.err());
        Map<String, String> problems = new LinkedHashMap<>();
        if (!answer.out().isBlank()) {
            for (JsonNode problem : TestMesh.json(answer).get("problems")) {
                problems.put(problem.get("name").asText(), problem.toString());
            }
        }
        for (Ledger.Stored file : files) {
            Path back = output.resolve(file.name());
            Report.require(
                    Files.exists(back),
                    "%s lacks %s: %s".formatted(home.name(), file, problems.get(file.name())));
            Report.require(
                    Arrays.equals(Files.readAllBytes(back), file.content().bytes()),
                    home.name() + " has other bytes for " + file);
        }
        for (Ledger.Stored file : home.ledger().deleted()) {
            Report.require(
                    !Files.exists(output.resolve(file.name())),
                    home.name() + " still gives " + file);
        }
        Trees.delete(output);
        return files.size();
    }

    private String deletions() {
        Set<String> wanted =
                deletedKeys().stream().map(Digest::toString).collect(Collectors.toSet());
        Set<String> left = new TreeSet<>();
        long end = System.nanoTime() + DELETION_LIMIT.toNanos();
        do {
            left.clear();
            mesh.cluster().running().forEach(node -> left.addAll(shardFiles(node, wanted)));
        } while (!left.isEmpty() && System.nanoTime() < end && !Waiting.until(POLL, () -> false));
        Report.require(left.isEmpty(), left.size() + " files are left: " + left);
        return wanted.size() + " objects";
    }

    private static Set<String> shardFiles(ServiceProcess node, Set<String> keys) {
        Path objects = node.home().resolve("store/objects");
        try {
            return Trees.list(objects).stream()
                    .filter(path ->
                            path.length() > 6
                                    && keys.contains(path.substring(6).split("\\.", 2)[0]))
                    .map(path -> node.name() + ": " + path)
                    .collect(Collectors.toSet());
        } catch (UncheckedIOException | IOException moving) {
            return Set.of(node.name() + ": " + moving); // A file went while they were listed.
        }
    }

    private String logs() throws IOException {
        int count = 0;
        for (ServiceProcess node : mesh.cluster().nodes()) {
            for (String line : node.ownLog()) {
                count++;
                boolean damage = line.contains(" store: ") && !line.contains(" store: packs/");
                Report.require(
                        !(damage && line.contains(" WARNING ")) && !line.contains(" SEVERE "),
                        node.name() + ": " + line);
            }
        }
        return count + " lines";
    }

    /** Of each object at least as many parts as its put has told of. */
    private String disks() throws IOException {
        mesh.cluster().kill(mesh.cluster().running());
        Map<ServiceProcess, StoreCopy.Contents> disks = new LinkedHashMap<>();
        for (ServiceProcess node : mesh.cluster().nodes()) {
            Path target = mesh.work().resolve("last-" + node.name());
            try (StoreCopy copy = StoreCopy.of(node, target)) {
                disks.put(node, copy.check());
            }
        }
        int partCount = 0;
        for (Ledger.Stored file : files().toList()) {
            if (file.key().isPresent()) {
                Digest key = ObjectKeyText.parse(file.key().get()).orElseThrow();
                Set<Integer> parts = new HashSet<>();
                int copies = 0;
                for (StoreCopy.Contents disk : disks.values()) {
                    parts.addAll(disk.indexes(key));
                    copies += disk.indexes(key).size();
                }
                partCount += copies;
                Report.require(
                        copies >= file.completeCount(),
                        file + " has " + copies + " parts: " + parts);
            }
        }
        for (Digest key : deletedKeys()) {
            disks.forEach((node, disk) ->
                    Report.require(
                            disk.indexes(key).isEmpty(),
                            node.name() + " still has deleted " + key));
        }
        return partCount + " parts";
    }
}
