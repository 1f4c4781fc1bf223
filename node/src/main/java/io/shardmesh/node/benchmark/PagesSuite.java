package io.shardmesh.node.benchmark;

import com.sun.nio.file.ExtendedOpenOption;
import io.shardmesh.node.benchmark.Figure.Unit;
import io.shardmesh.node.io.ChannelFiles;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.IoFailures;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.io.uring.Uring;
import io.shardmesh.node.io.uring.UringFiles;
import io.shardmesh.node.runtime.ThreadStrand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Pages of 4 KiB anywhere in a file, through our own ports: by io_uring, where the system has it,
 * and by channels on threads. What is read lies on the disk and not in memory: the file is written
 * past the cache, each page is read once, and with O_DIRECT where the port can.
 */
final class PagesSuite {
    static final int PAGE_BYTES = 4096;

    private static final String FILE = "pages";
    private static final int MAX_PAGE_COUNT = 1 << 16;
    private static final int DEEP = 32;
    private static final int WRITERS = 16;

    /** For each measurement; at a rate that a disk allows so many pages are some 0.1 s. */
    private static final int DEEP_PAGE_COUNT = 6000;

    private static final int SINGLE_PAGE_COUNT = 600;
    private static final int WRITTEN_PAGE_COUNT = 1000;

    private final BenchmarkPlan plan;
    private final Executor strand;
    private final FilePort port;
    private final String by;
    private final PageOrder order;
    private final Consumer<Figure> out;

    private PagesSuite(
            BenchmarkPlan plan, Executor strand, FilePort port, String by, Consumer<Figure> out) {
        this.plan = plan;
        this.strand = strand;
        this.port = port;
        this.by = by;
        this.order = new PageOrder(pageCount(plan));
        this.out = out;
    }

    private static int pageCount(BenchmarkPlan plan) {
        long pages = plan.fileBytes() / PAGE_BYTES;
        return (int) Math.max(DEEP_PAGE_COUNT, Math.min(pages, MAX_PAGE_COUNT));
    }

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        try (ThreadStrand strand = new ThreadStrand("benchmark", PagesSuite::bug)) {
            FilePort channel = ChannelFiles.create(plan.folder(), DEEP, strand::execute);
            writeAround(plan.folder().resolve(FILE), pageCount(plan));
            new PagesSuite(plan, strand::execute, channel, "channel", out).measure();
            if (Uring.start(strand::execute).join() instanceof Uring.Start.Running(Uring ring)) {
                FilePort files = UringFiles.create(plan.folder(), ring, channel);
                new PagesSuite(plan, strand::execute, files, "io_uring", out).measure();
                ring.close().join();
            }
            channel.delete(FILE).join();
        }
    }

    private static void bug(Throwable thrown) {
        throw new IllegalStateException(thrown);
    }

    private void measure() {
        FileHandle read = port.open(FILE, OpenMode.READ_UNCACHED).join();
        rate(
                (page, to) -> read.read(at(page), to),
                DEEP,
                DEEP_PAGE_COUNT,
                "random 4 KiB, 32 at once");
        rate(
                (page, to) -> read.read(at(page), to),
                1,
                SINGLE_PAGE_COUNT,
                "random 4 KiB, one by one");
        read.close().join();
        FileHandle written = port.open(FILE, OpenMode.READ_WRITE).join();
        rate(
                (page, from) -> written.writeSynced(at(page), from),
                WRITERS,
                WRITTEN_PAGE_COUNT,
                "synced 4 KiB, 16 at once");
        written.close().join();
    }

    private static long at(int page) {
        return (long) page * PAGE_BYTES;
    }

    /** The median, after once to get warm. */
    private void rate(Traffic.Call call, int atOnceCount, int pageCount, String name) {
        Traffic.rate(strand, order.next(pageCount), atOnceCount, call);
        double[] rates = new double[plan.iterationCount()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = Traffic.rate(strand, order.next(pageCount), atOnceCount, call);
        }
        double median = Timing.percentile(rates, 50);
        out.accept(Figure.of(Suite.IO, name + ", " + by, median, Unit.PER_SECOND));
    }

    /** Past the cache, where the file system can. */
    private static void writeAround(Path file, int pageCount) {
        try {
            write(file, pageCount, ExtendedOpenOption.DIRECT);
        } catch (IOException | UnsupportedOperationException e) {
            try {
                write(file, pageCount, StandardOpenOption.WRITE);
            } catch (IOException failed) {
                throw IoFailures.of("write", file.toString(), failed).exception();
            }
        }
    }

    private static void write(Path file, int pageCount, OpenOption how) throws IOException {
        ByteBuffer block =
                ByteBuffer.allocateDirect(Ring.BLOCK_BYTES + PAGE_BYTES)
                        .alignedSlice(PAGE_BYTES)
                        .limit(Ring.BLOCK_BYTES);
        long left = (long) pageCount * PAGE_BYTES;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            while (left > 0) {
                left -=
                        channel.write(
                                block.position(0).limit((int) Math.min(left, block.capacity())));
            }
            channel.force(true);
        }
    }
}
