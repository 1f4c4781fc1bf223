package io.shardmesh.node.benchmark;

import io.shardmesh.node.benchmark.Figure.Unit;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** What the file system gives: the limits that other figures stand beside. */
final class IoSuite {
    private static final int SMALL_BYTES = 4096;
    private static final int SMALL_COUNT = 50;

    private final Path file;

    private IoSuite(Path folder) {
        file = folder.resolve("io");
    }

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        IoSuite suite = new IoSuite(plan.folder());
        out.accept(
                Figure.of(
                        Suite.IO,
                        "write and sync one file",
                        suite.writeRate(plan),
                        Unit.MEGABYTES_PER_SECOND));
        out.accept(
                Figure.of(
                        Suite.IO,
                        "read it again, from memory where it fits",
                        suite.readRate(plan),
                        Unit.MEGABYTES_PER_SECOND));
        out.accept(
                Figure.of(
                        Suite.IO,
                        "write and sync 4 KiB, median",
                        smallWriteSeconds(plan),
                        Unit.MILLISECONDS));
        suite.delete();
        PagesSuite.run(plan, out);
    }

    /** Bytes a second to a new file of the plan's size, synced. */
    static double syncedWriteRate(BenchmarkPlan plan) {
        IoSuite suite = new IoSuite(plan.folder());
        double rate = suite.writeRate(plan);
        suite.delete();
        return rate;
    }

    /** Seconds that a new synced file of 4 KiB takes, its name in the folder not synced. */
    static double smallWriteSeconds(BenchmarkPlan plan) {
        IoSuite suite = new IoSuite(plan.folder());
        double[] times =
                Timing.seconds(SMALL_COUNT, () -> suite.write(new byte[SMALL_BYTES], SMALL_BYTES));
        suite.delete();
        return Timing.percentile(times, 50);
    }

    private double writeRate(BenchmarkPlan plan) {
        byte[] block = new Ring().next();
        return best(plan, () -> write(block, plan.fileBytes()));
    }

    private double readRate(BenchmarkPlan plan) {
        return best(plan, this::read);
    }

    private static double best(BenchmarkPlan plan, Runnable work) {
        double[] times = Timing.seconds(plan.iterationCount(), work);
        return plan.fileBytes() / Timing.percentile(times, 50);
    }

    private void write(byte[] block, long bytes) {
        delete();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long left = bytes; left > 0; ) {
                left -=
                        channel.write(
                                ByteBuffer.wrap(block, 0, (int) Math.min(left, block.length)));
            }
            channel.force(true);
        } catch (IOException e) {
            throw IoFailures.of("write", file.toString(), e).exception();
        }
    }

    private void read() {
        ByteBuffer block = ByteBuffer.allocate(Ring.BLOCK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(block.clear()) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw IoFailures.of("read", file.toString(), e).exception();
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw IoFailures.of("delete", file.toString(), e).exception();
        }
    }
}
