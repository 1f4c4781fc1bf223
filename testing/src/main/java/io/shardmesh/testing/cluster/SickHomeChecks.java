package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Item e: holders whose files or disks are sick. Each says so in its log, starts, gives what it
 * can, is healed by the others, and nothing is lost. Disks that fail are the simulator's.
 */
final class SickHomeChecks {
    private static final int LARGE_BYTES = 6 << 20;
    private static final int INLINE_BYTES = 700;
    private static final int SHARD_COUNT = 6;
    private static final int DISK_KIBIBYTES = 256 << 10;
    private static final int GARBAGE_BYTES = 50_000;
    private static final Duration LEAST_LIMIT = Duration.ofSeconds(60);
    private static final String NO_ROOM = "store: no room";
    private static final String READ_ONLY = "cannot be written: read-only file system";

    private final TestMesh mesh;
    private final Report report;
    private final Duration limit;
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final String large;

    private SickHomeChecks(TestMesh mesh, Report report, Duration grace) throws IOException {
        this.mesh = mesh;
        this.report = report;
        this.limit = LEAST_LIMIT.plus(grace);
        this.large = put("sick-large", LARGE_BYTES);
        put("sick-inline", INLINE_BYTES);
    }

    static SickHomeChecks prepare(TestMesh mesh, Report report, Duration grace) throws IOException {
        return new SickHomeChecks(mesh, report, grace);
    }

    private String put(String name, int count) throws IOException {
        byte[] content = mesh.randomBytes(count);
        contents.put(name, content);
        return mesh.put(name, content);
    }

    void files() {
        check("damaged indexes of a store and a catalog are made anew", this::indexes);
        check("a shard file without a byte is replaced by the others", this::emptyShard);
        check("a folder that may not be read costs nothing else", this::closedFolder);
    }

    void disks() {
        check("a store on a full disk takes nothing and gives all", this::fullDisk);
        check("a store that became read-only gives all", this::readOnlyDisk);
    }

    /** A check that fails leaves nodes dead, which is no reason for the next one to fail. */
    private void check(String name, Report.Check check) {
        report.check(
                name,
                () -> {
                    mesh.onlyDead(List.of());
                    return check.run();
                });
    }

    private String indexes() throws IOException {
        ServiceProcess holder = mesh.holders(large).getFirst();
        ServiceProcess owner = mesh.client();
        mesh.cluster().kill(List.of(holder, owner));
        overwrite(holder.home().resolve("store/index.sqlite"));
        overwrite(owner.home().resolve("catalog/index.sqlite"));
        mesh.cluster().start(List.of(holder.name(), owner.name()));
        requireTold(holder, "store: index.sqlite was damaged");
        requireTold(owner, "catalog: index.sqlite was damaged");
        requireAll("with new indexes");
        requireHealthy();
        return "both made anew, everything is there";
    }

    private void overwrite(Path index) throws IOException {
        Files.write(index, mesh.randomBytes(GARBAGE_BYTES));
        for (String beside : List.of("-wal", "-shm")) {
            Files.deleteIfExists(index.resolveSibling(index.getFileName() + beside));
        }
    }

    private String emptyShard() throws IOException {
        ServiceProcess holder = mesh.holders(large).get(1);
        holder.kill();
        Path shard = shardFile(holder);
        try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
            file.setLength(0);
        }
        mesh.cluster().start(List.of(holder.name()));
        requireTold(holder, "store: objects/");
        requireTold(holder, "kept as damaged/");
        requireAll("with a shard set aside");
        double seconds = awaitHealed();
        return "set aside, whole again after %.1f s".formatted(seconds);
    }

    private String closedFolder() throws IOException {
        ServiceProcess holder = mesh.holders(large).get(2);
        Path objects = holder.home().resolve("store/objects");
        Path folder = objects.resolve(objects.relativize(shardFile(holder)).getName(0));
        String usual = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
        holder.kill();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
        try {
            holder.launch(bounded(), mesh.cluster().commands().environment());
            requireTold(holder, folder.getFileName() + ": cannot be read: permission denied");
            requireAll("with a closed folder");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(usual));
        }
        holder.kill();
        mesh.onlyDead(List.of());
        double seconds = awaitHealed();
        Report.require(
                Trees.list(holder.home().resolve("store/damaged")).stream()
                        .noneMatch(name -> name.endsWith(".record")),
                "what could not be read was set aside");
        return "whole after %.1f s".formatted(seconds);
    }

    /** Starts the program as an owner of files who is bound by their modes, which root is not. */
    private Path bounded() throws IOException {
        Path program = mesh.cluster().launcher();
        if (!CommandProcess.root()) {
            return program;
        }
        String command =
                "#!/bin/sh\nexec setpriv --bounding-set=-dac_override,-dac_read_search '%s' \"$@\"\n"
                        .formatted(program);
        Path launcher = Files.writeString(mesh.work().resolve("bounded"), command);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return launcher;
    }

    private String fullDisk() throws IOException {
        ServiceProcess holder = mesh.holders(large).get(3);
        holder.kill();
        try (SmallDisk disk = smallDisk(holder)) {
            startOn(disk, holder);
            disk.fill();
            String beside = put("sick-beside", LARGE_BYTES / 2);
            Report.require(
                    mesh.holders(beside).stream()
                            .noneMatch(each -> each.name().equals(holder.name())),
                    "the full disk has taken a shard");
            holder.kill();
            disk.fill();
            startOn(disk, holder);
            requireTold(holder, NO_ROOM);
            requireNeeded(holder, "from a full disk");
            mesh.client("delete", "sick-beside").orThrow("delete");
            contents.remove("sick-beside");
            holder.kill();
            disk.empty();
            long told = holder.toldCount(NO_ROOM);
            startOn(disk, holder);
            Report.require(holder.toldCount(NO_ROOM) == told, "there is room, and it says not");
            requireAll("with room again");
            holder.kill();
        }
        mesh.onlyDead(List.of());
        return "whole after %.1f s".formatted(awaitHealed());
    }

    private String readOnlyDisk() throws IOException {
        ServiceProcess holder = mesh.holders(large).get(4);
        holder.kill();
        try (SmallDisk disk = smallDisk(holder)) {
            disk.readOnly(true);
            startOn(disk, holder);
            requireTold(holder, READ_ONLY);
            requireNeeded(holder, "from a read-only disk");
            put("sick-more", LARGE_BYTES / 2);
            holder.kill();
            disk.readOnly(false);
        }
        mesh.onlyDead(List.of());
        requireAll("at last");
        return "whole after %.1f s".formatted(awaitHealed());
    }

    private SmallDisk smallDisk(ServiceProcess node) throws IOException {
        return SmallDisk.of(node, mesh.work(), mesh.cluster().launcher(), DISK_KIBIBYTES);
    }

    private void startOn(SmallDisk disk, ServiceProcess node) {
        node.launch(disk.launcher(), mesh.cluster().commands().environment());
        mesh.cluster().connectAll();
    }

    /** With two others dead what this one has is needed for a get. */
    private void requireNeeded(ServiceProcess holder, String from) throws IOException {
        List<ServiceProcess> dead =
                mesh.holders(large).stream()
                        .filter(each -> !each.name().equals(holder.name()))
                        .limit(2)
                        .toList();
        mesh.cluster().kill(dead);
        byte[] content = Objects.requireNonNull(contents.get("sick-large"));
        mesh.get("sick-large").requireEqual(content, from);
        mesh.cluster().start(dead.stream().map(ServiceProcess::name).toList());
    }

    private void requireAll(String when) throws IOException {
        for (Map.Entry<String, byte[]> put : contents.entrySet()) {
            mesh.get(put.getKey()).requireEqual(put.getValue(), when);
        }
    }

    private static void requireTold(ServiceProcess node, String line) throws IOException {
        Report.require(
                node.toldCount(line) > 0, "the log of " + node.name() + " does not say: " + line);
    }

    private void requireHealthy() {
        Report.require(unhealthyCount() == 0, mesh.client("health").out());
    }

    private int unhealthyCount() {
        return TestMesh.json(mesh.client("health", "--json")).get("unhealthy").size();
    }

    private double awaitHealed() {
        long start = System.nanoTime();
        Report.require(
                Waiting.until(limit, () -> unhealthyCount() == 0 && shardCount() == SHARD_COUNT),
                "after %d s there are %d shards: %s"
                        .formatted(limit.toSeconds(), shardCount(), mesh.client("health").out()));
        return (System.nanoTime() - start) / 1e9;
    }

    private long shardCount() {
        long count = 0;
        for (ServiceProcess node : mesh.cluster().running()) {
            for (int index = 0; index < SHARD_COUNT; index++) {
                count += Files.exists(TestMesh.shardFile(node, large, index)) ? 1 : 0;
            }
        }
        return count;
    }

    private Path shardFile(ServiceProcess holder) {
        for (int index = 0; index < SHARD_COUNT; index++) {
            Path file = TestMesh.shardFile(holder, large, index);
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new ClusterException(holder.name() + " has no shard of the object");
    }
}
