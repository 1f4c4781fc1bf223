package io.shardmesh.simulator.disk;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A disk under a seed. A write reaches the page cache at once and the medium at the next sync; a
 * sync that starts covers what was written before it. After {@link #crash} there is a new disk with
 * what the medium kept, which is anything between the last syncs and all that was written; this one
 * is dead: its futures never complete any more, like those of a process that lost its machine.
 *
 * <p>Two disks with the same seed that get the same calls behave alike. Belongs to the strand of
 * its scheduler.
 */
public final class SimulatedDisk implements FilePort {
    private final Scheduler strand;
    private DiskConfig config;
    private final SplittableRandom random;
    private final DiskTree tree;
    private DiskFault fault = DiskFault.NONE;
    private boolean readOnly;
    private boolean off;
    private long stepCount;
    private long offAtStep = Long.MAX_VALUE;
    private Runnable whenOff = () -> {};
    private long injectedCount;

    /** Sum of the lengths of files that have a name; counted at the start, then kept up to date. */
    private long usedBytes;

    private SimulatedDisk(
            Scheduler strand, DiskConfig config, SplittableRandom random, DiskTree tree) {
        this.strand = strand;
        this.config = config;
        this.random = random;
        this.tree = tree;
        this.usedBytes = tree.usedBytes();
    }

    /** An empty disk. */
    public static SimulatedDisk create(Scheduler strand, DiskConfig config, long seed) {
        return new SimulatedDisk(
                strand, config, new SplittableRandom(seed), new DiskTree(new DiskDirectory()));
    }

    /** Takes the power away: returns the disk as the next start finds it, and ends this one. */
    public SimulatedDisk crash() {
        off = true;
        SplittableRandom next = random.split();
        return new SimulatedDisk(strand, config, next, tree.afterPowerLoss(next));
    }

    /** Ends the process alone: the page cache stays. Returns the disk for the next process. */
    public SimulatedDisk kill() {
        off = true;
        return new SimulatedDisk(strand, config, random.split(), tree);
    }

    /** How many calls have changed or synced something so far. */
    public long stepCount() {
        return stepCount;
    }

    /**
     * The power goes in the middle of the call that brings stepCount to this number: what it
     * changed is in the page cache, its future never completes. {@link #crash} is still to be
     * called.
     */
    public void powerOffAtStep(long step) {
        powerOffAtStep(step, () -> {});
    }

    /** The same; {@code then} runs in a turn of its own right after that call. */
    public void powerOffAtStep(long step, Runnable then) {
        offAtStep = step;
        whenOff = then;
    }

    /** True when the power is gone. */
    public boolean off() {
        return off;
    }

    /** From now on these calls fail. */
    public void inject(DiskFault faults) {
        fault = faults;
    }

    /** How many calls of this process have failed because of that. */
    public long injectedCount() {
        return injectedCount;
    }

    /** Whether calls that change something are refused, as on a file system mounted read-only. */
    public void readOnly(boolean on) {
        readOnly = on;
    }

    /** What sort of disk it is now. */
    public DiskConfig config() {
        return config;
    }

    /** Makes it slower, faster, larger or smaller from now on; what is stored stays. */
    public void config(DiskConfig changed) {
        config = changed;
    }

    /** The paths of all files, in the order of their names; read past all faults and latencies. */
    public List<String> filePaths() {
        return tree.filePaths();
    }

    /** All bytes of a file as programs see them; read past all faults and latencies. */
    public byte[] content(String path) {
        return tree.file("read", path).content();
    }

    /** Bit rot: inverts one bit of a file, if it is that long. */
    public void flipBit(String path, long bitIndex) {
        tree.file("flip", path).flipBit(bitIndex);
    }

    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        FilePath.check(path);
        boolean mayCreate = mode == OpenMode.CREATE || mode == OpenMode.CREATE_NEW;
        boolean creates = mayCreate && tree.find(path) == null;
        return creates
                ? change("open", path, () -> handle(path, tree.create(path), mode))
                : look("open", path, () -> openExisting(path, mode));
    }

    private FileHandle openExisting(String path, OpenMode mode) {
        DiskFile file = tree.file("open", path);
        if (mode == OpenMode.CREATE_NEW) {
            throw DiskTree.failure(FailureKind.EXISTS, "open", path, "exists already");
        }
        if (mode.writable()) {
            requireWritable("open", path);
        }
        return handle(path, file, mode);
    }

    private FileHandle handle(String path, DiskFile file, OpenMode mode) {
        return new SimulatedHandle(this, path, file, mode.writable());
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        FilePath.check(from);
        FilePath.check(to);
        return changeVoid(
                "rename",
                from,
                () -> {
                    long replacedBytes = from.equals(to) ? 0 : sizeBytes(to);
                    tree.rename(from, to);
                    shrink(replacedBytes);
                });
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        FilePath.check(path);
        return changeVoid(
                "delete",
                path,
                () -> {
                    long sizeBytes = sizeBytes(path);
                    tree.delete(path);
                    shrink(sizeBytes);
                });
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        FilePath.check(path);
        return changeVoid("make directory", path, () -> tree.createDirectories(path));
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        FilePath.check(directory);
        return look("list", directory, () -> tree.list(directory));
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        FilePath.check(path);
        return sync(
                path,
                () -> {
                    DiskDirectory directory = tree.directory("sync", path);
                    long lastChange = directory.lastChange();
                    return () -> directory.makeDurable(lastChange);
                });
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        FilePath.check(path);
        return look(
                "look at",
                path,
                () ->
                        Optional.ofNullable(tree.find(path))
                                .map(node -> DiskTree.info(FilePath.name(path), node)));
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        return look("look at", "", () -> Math.max(0, config.capacityBytes() - usedBytes));
    }

    private long sizeBytes(String path) {
        return tree.find(path) instanceof DiskFile file ? file.sizeBytes() : 0;
    }

    /** Makes sure that there is room for a file to grow by so many bytes, and counts them. */
    void grow(String path, long growthBytes) {
        if (growthBytes > 0 && usedBytes + growthBytes > config.capacityBytes()) {
            throw DiskTree.failure(FailureKind.NO_SPACE, "write", path, "no space left on device");
        }
        usedBytes += Math.max(0, growthBytes);
    }

    /** Counts bytes that a file has no longer. */
    void shrink(long bytes) {
        usedBytes = Math.max(0, usedBytes - bytes);
    }

    /** A call that changes nothing. */
    <T> CompletableFuture<T> look(String operation, String path, Supplier<T> action) {
        if (off) {
            return new CompletableFuture<>();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            checkFault(operation, path);
            T value = action.get();
            later(config.callLatency(), () -> done.complete(value));
        } catch (FailureException e) {
            later(config.callLatency(), () -> done.completeExceptionally(e));
        }
        return done;
    }

    /** A call that changes something, in the cache alone. */
    <T> CompletableFuture<T> change(String operation, String path, Supplier<T> action) {
        return look(
                operation,
                path,
                () -> {
                    requireWritable(operation, path);
                    T value = action.get();
                    step();
                    return value;
                });
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    CompletableFuture<Void> changeVoid(String operation, String path, Runnable action) {
        return change(
                operation,
                path,
                () -> {
                    action.run();
                    return null;
                });
    }

    /**
     * A sync: the supplier notes what there is to bring to the medium, and gives what brings it
     * there when the time has passed.
     */
    CompletableFuture<Void> sync(String path, Supplier<Runnable> start) {
        if (off) {
            return new CompletableFuture<>();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        Duration latency = config.callLatency().plus(config.syncLatency());
        try {
            checkFault("sync", path);
            Runnable toMedium = start.get();
            step();
            later(
                    latency,
                    () -> {
                        toMedium.run();
                        done.complete(null);
                    });
        } catch (FailureException e) {
            later(latency, () -> done.completeExceptionally(e));
        }
        return done;
    }

    private void step() {
        stepCount++;
        if (stepCount >= offAtStep && !off) {
            off = true;
            strand.execute(whenOff);
        }
    }

    private void checkFault(String operation, String path) {
        Optional<FailureKind> kind = fault.of(operation, path);
        if (kind.isPresent()) {
            injectedCount++;
            throw DiskTree.failure(kind.get(), operation, path, "injected " + kind.get());
        }
    }

    private void requireWritable(String operation, String path) {
        if (readOnly) {
            throw DiskTree.failure(
                    FailureKind.PERMISSION, operation, path, "read-only file system");
        }
    }

    private void later(Duration latency, Runnable task) {
        Runnable unlessOff =
                () -> {
                    if (!off) {
                        task.run();
                    }
                };
        long jitterNanos = config.jitter().toNanos();
        Duration delay =
                jitterNanos == 0 ? latency : latency.plusNanos(random.nextLong(jitterNanos));
        if (delay.isZero()) {
            strand.execute(unlessOff);
        } else {
            strand.schedule(delay, unlessOff);
        }
    }
}
