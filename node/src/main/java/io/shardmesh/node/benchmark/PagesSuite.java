package io.shardmesh.node.benchmark;

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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Pages of 4 KiB anywhere in a file, through our own ports: by io_uring, where the system has it,
 * and by channels on threads. What is read lies on the disk and not in memory: the ring has the
 * system forget it (without one it does not), each page is read once, and with O_DIRECT where the
 * port can.
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
    private final Runnable forget;
    private final PageOrder order;
    private final Consumer<Figure> out;

    private PagesSuite(
            BenchmarkPlan plan,
            Executor strand,
            FilePort port,
            Runnable forget,
            Consumer<Figure> out) {
        this.plan = plan;
        this.strand = strand;
        this.port = port;
        this.forget = forget;
        this.order = new PageOrder(pageCount(plan));
        this.out = out;
    }

    private static int pageCount(BenchmarkPlan plan) {
        long pages = plan.fileBytes() / PAGE_BYTES;
        return (int) Math.max(DEEP_PAGE_COUNT, Math.min(pages, MAX_PAGE_COUNT));
    }

    static void run(BenchmarkPlan plan, Consumer<Figure> out) {
        write(plan.folder().resolve(FILE), pageCount(plan));
        try (ThreadStrand strand = new ThreadStrand("benchmark", PagesSuite::bug)) {
            Executor on = strand::execute;
            FilePort channel = ChannelFiles.create(plan.folder(), DEEP, on);
            switch (Uring.start(on).join()) {
                case Uring.Start.Running(Uring ring) -> {
                    UringFiles files = UringFiles.create(plan.folder(), ring, channel);
                    Runnable forget = () -> files.forget(FILE).join();
                    new PagesSuite(plan, on, channel, forget, out).measure("channel");
                    new PagesSuite(plan, on, files, forget, out).measure("io_uring");
                    ring.close().join();
                }
                case Uring.Start.Refused _ ->
                        new PagesSuite(plan, on, channel, () -> {}, out).measure("channel");
            }
            channel.delete(FILE).join();
        }
    }

    private static void bug(Throwable thrown) {
        throw new IllegalStateException(thrown);
    }

    private void measure(String by) {
        FileHandle read = port.open(FILE, OpenMode.READ_UNCACHED).join();
        rate(
                (page, to) -> read.read(at(page), to),
                DEEP,
                DEEP_PAGE_COUNT,
                "random 4 KiB, 32 at once, " + by);
        rate(
                (page, to) -> read.read(at(page), to),
                1,
                SINGLE_PAGE_COUNT,
                "random 4 KiB, one by one, " + by);
        read.close().join();
        FileHandle written = port.open(FILE, OpenMode.READ_WRITE).join();
        rate(
                (page, from) -> written.writeSynced(at(page), from),
                WRITERS,
                WRITTEN_PAGE_COUNT,
                "synced 4 KiB, 16 at once, " + by);
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
            forget.run();
            rates[i] = Traffic.rate(strand, order.next(pageCount), atOnceCount, call);
        }
        double median = Timing.percentile(rates, 50);
        out.accept(Figure.of(Suite.IO, name, median, Unit.PER_SECOND));
    }

    private static void write(Path file, int pageCount) {
        ByteBuffer block = ByteBuffer.wrap(new Ring().next());
        long left = (long) pageCount * PAGE_BYTES;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (left > 0) {
                int count = (int) Math.min(left, block.capacity());
                left -= channel.write(block.position(0).limit(count));
            }
            channel.force(true);
        } catch (IOException e) {
            throw IoFailures.of("write", file.toString(), e).exception();
        }
    }
}
