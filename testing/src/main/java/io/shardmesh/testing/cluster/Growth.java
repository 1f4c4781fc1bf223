package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory and descriptors of a node that is never killed, from the end of the warm-up on. */
final class Growth {
    /**
     * A heap is collected when it is full, and grows or shrinks by what a full collection finds; so
     * what is resident goes up and down by the size of a young generation.
     */
    private static final long RESIDENT_ALLOWED_BYTES = 64L << 20;

    /** Trees of shards that are read are kept, and an index keeps pages; both are bounded. */
    private static final long LIVE_ALLOWED_BYTES = 16L << 20;

    /** Connections to members that come and go, streams of the control socket, files in use. */
    private static final long DESCRIPTORS_ALLOWED = 24;

    /** Of so many parts, the medians of the first and of the last are compared. */
    private static final int PARTS = 5;

    private static final int LEAST_SAMPLES = 2 * PARTS;

    private static final Pattern USED = Pattern.compile("total [0-9]+K, used ([0-9]+)K");
    private static final double MEBIBYTE = 1 << 20;

    private final ServiceProcess node;
    private final List<Sample> samples = new ArrayList<>();
    private final long liveBefore;

    private record Sample(long nanos, long residentBytes, long descriptorCount) {}

    private Growth(ServiceProcess node) throws IOException {
        this.node = node;
        this.liveBefore = liveBytes();
    }

    static Growth from(ServiceProcess node) throws IOException {
        return new Growth(node);
    }

    ServiceProcess node() {
        return node;
    }

    void sample() throws IOException {
        samples.add(
                new Sample(System.nanoTime(), node.memoryBytes("VmRSS"), node.descriptorCount()));
    }

    /** The figures; throws when one has grown more than it may. */
    String check() throws IOException {
        Report.require(
                samples.size() >= LEAST_SAMPLES, "only " + samples.size() + " samples: too short");
        long live = liveBytes();
        long resident = grown(Sample::residentBytes);
        long descriptors = grown(Sample::descriptorCount);
        String figures =
                String.format(
                        Locale.ROOT,
                        "RSS %.0f MiB, at the end %.0f (%+.1f MiB an hour), heap in use %.1f MiB,"
                                + " at the end %.1f, descriptors %d, at the end %d",
                        first(Sample::residentBytes) / MEBIBYTE,
                        last(Sample::residentBytes) / MEBIBYTE,
                        slopeAnHour() / MEBIBYTE,
                        liveBefore / MEBIBYTE,
                        live / MEBIBYTE,
                        first(Sample::descriptorCount),
                        last(Sample::descriptorCount));
        Report.require(resident <= RESIDENT_ALLOWED_BYTES, "RSS has grown: " + figures);
        Report.require(live - liveBefore <= LIVE_ALLOWED_BYTES, "the heap has grown: " + figures);
        Report.require(descriptors <= DESCRIPTORS_ALLOWED, "descriptors: " + figures);
        return figures;
    }

    static String allowed() {
        return "allowed: RSS %.0f MiB, heap %.0f MiB, %d descriptors more"
                .formatted(
                        RESIDENT_ALLOWED_BYTES / MEBIBYTE,
                        LIVE_ALLOWED_BYTES / MEBIBYTE,
                        DESCRIPTORS_ALLOWED);
    }

    private long grown(ToLongFunction<Sample> figure) {
        return last(figure) - first(figure);
    }

    private long first(ToLongFunction<Sample> figure) {
        return median(samples.subList(0, partCount()), figure);
    }

    private long last(ToLongFunction<Sample> figure) {
        return median(samples.subList(samples.size() - partCount(), samples.size()), figure);
    }

    private int partCount() {
        return (samples.size() + PARTS - 1) / PARTS;
    }

    private static long median(List<Sample> some, ToLongFunction<Sample> figure) {
        return some.stream().mapToLong(figure).sorted().skip(some.size() / 2).findFirst().orElse(0);
    }

    /** Of the straight line through all samples that has the least squares. */
    private double slopeAnHour() {
        double time = samples.stream().mapToLong(Sample::nanos).average().orElse(0);
        double bytes = samples.stream().mapToLong(Sample::residentBytes).average().orElse(0);
        double product = 0;
        double square = 0;
        for (Sample sample : samples) {
            product += (sample.nanos() - time) * (sample.residentBytes() - bytes);
            square += (sample.nanos() - time) * (sample.nanos() - time);
        }
        return square == 0 ? 0 : product / square * 3.6e12;
    }

    /** What is left of the heap when all that can go has gone. */
    private long liveBytes() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String pid = Long.toString(node.process().orElseThrow().pid());
        new Tool(jcmd, pid, "GC.run").run();
        String said = new Tool(jcmd, pid, "GC.heap_info").run();
        Matcher used = USED.matcher(said);
        long bytes = used.results().mapToLong(line -> Long.parseLong(line.group(1)) << 10).sum();
        Report.require(bytes > 0, "jcmd tells no heap: " + said);
        return bytes;
    }
}
