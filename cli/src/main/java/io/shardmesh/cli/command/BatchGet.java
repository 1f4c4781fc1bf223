package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.batch.Batch;
import io.shardmesh.cli.batch.Destination;
import io.shardmesh.cli.batch.Folders;
import io.shardmesh.cli.batch.Problem;
import io.shardmesh.cli.batch.StagedFile;
import io.shardmesh.cli.batch.StagedSink;
import io.shardmesh.cli.batch.Unpacking;
import io.shardmesh.cli.render.BatchReport;
import io.shardmesh.cli.render.Sizes;
import io.shardmesh.cli.render.Text;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.home.Home;
import io.shardmesh.node.home.KeyFolder;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectKeyText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gets files back: of each object what is wanted of it, several objects at once. */
final class BatchGet {
    /** To fetch what lies between two files costs less than to ask once more. */
    private static final long MAX_GAP_BYTES = 256 << 10;

    private final CommandContext context;
    private final Node node;
    private final FileKeys keys;
    private final boolean structured;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("batch-write-", 0).factory());

    BatchGet(CommandContext context, Node node, FileKeys keys, boolean structured) {
        this.context = context;
        this.node = node;
        this.keys = keys;
        this.structured = structured;
    }

    /** What is wanted of one object. */
    sealed interface Part {
        /** The object. */
        Digest objectKey();

        /** All of it, as one file. */
        record Whole(Digest objectKey, String name, long sizeBytes) implements Part {}

        /** Files of a bundle, by offset. */
        record Bundled(Digest objectKey, List<BundledFile> files) implements Part {}

        /** Bytes of the files. */
        default long sizeBytes() {
            return switch (this) {
                case Whole whole -> whole.sizeBytes();
                case Bundled bundled ->
                        bundled.files().stream().mapToLong(BundledFile::sizeBytes).sum();
            };
        }

        /** Names of the files. */
        default List<String> names() {
            return switch (this) {
                case Whole whole -> List.of(whole.name());
                case Bundled bundled -> bundled.files().stream().map(BundledFile::name).toList();
            };
        }
    }

    private record Got(int fileCount, long sizeBytes, long fetchedBytes, List<Problem> problems) {}

    /** Finds what a pattern means, or what lies in the bundle with that key. */
    List<Part> find(String wanted, List<String> tags) {
        Optional<Digest> key = ObjectKeyText.parse(wanted);
        CompletableFuture<Void> unlocking = unlock();
        List<Part> parts;
        if (key.isPresent()) {
            NodeAccess.await(unlocking);
            try (Opened bundle = Opened.open(node, key.get(), keys)) {
                parts = List.of(new Part.Bundled(key.get(), BundleReading.files(bundle, wanted)));
            }
        } else {
            parts = parts(BatchOptions.matching(node, wanted, tags));
        }
        NodeAccess.await(unlocking);
        return parts;
    }

    /** To open the owner's key takes half a second by design, in which names can be read. */
    private CompletableFuture<Void> unlock() {
        Home home = context.home();
        return KeyFolder.of(home).hasRoot()
                ? CompletableFuture.runAsync(() -> context.keyring(home), threads)
                : CompletableFuture.completedFuture(null);
    }

    private static List<Part> parts(List<CatalogEntry> entries) {
        List<Part> parts = new ArrayList<>();
        Map<Digest, List<BundledFile>> bundles = new LinkedHashMap<>();
        for (CatalogEntry entry : entries) {
            if (entry.place().isPresent()) {
                bundles.computeIfAbsent(entry.objectKey(), _ -> new ArrayList<>())
                        .add(BundleReading.file(entry, entry.place().get()));
            } else {
                parts.add(
                        new Part.Whole(entry.objectKey(), entry.name(), entry.file().sizeBytes()));
            }
        }
        bundles.forEach((key, files) -> {
            files.sort(
                    Comparator.comparingLong(BundledFile::offset)
                            .thenComparingLong(BundledFile::sizeBytes));
            parts.add(new Part.Bundled(key, files));
        });
        return parts;
    }

    BatchReport run(List<Part> parts, Destination destination, int atOnceCount) {
        long start = System.nanoTime();
        List<Batch.Step<Got>> steps = new ArrayList<>();
        parts.forEach(part -> steps.add(batch -> get(batch, part, destination)));
        long total = parts.stream().mapToLong(Part::sizeBytes).sum();
        Batch<Got> batch = Batch.start(steps, atOnceCount, OptionalLong.of(total));
        return report(
                parts, Waits.forOutcome(context, "batch-get", batch), System.nanoTime() - start);
    }

    private Got get(Batch<?> batch, Part part, Destination destination) {
        try (Opened object = Opened.open(node, part.objectKey(), keys)) {
            return switch (part) {
                case Part.Whole whole -> getWhole(batch, object, whole.name(), destination);
                case Part.Bundled bundled -> getRuns(batch, object, bundled.files(), destination);
            };
        }
    }

    private Got getWhole(Batch<?> batch, Opened object, String name, Destination destination) {
        Metadata metadata = object.metadata();
        try (Folders folders = destination.folders();
                StagedFile output = destination.begin(name, structured, folders)) {
            GetOutcome outcome = object.get(batch, StagedSink.of(output, name));
            output.finish(
                    new BundledFile.Facts(metadata.type(), metadata.mode(), metadata.modified()));
            return new Got(1, outcome.sizeBytes(), outcome.fetchedBytes(), List.of());
        }
    }

    private Got getRuns(
            Batch<?> batch, Opened object, List<BundledFile> files, Destination destination) {
        Got sum = new Got(0, 0, 0, List.of());
        int from = 0;
        while (from < files.size()) {
            int to = from + 1;
            while (to < files.size() && isNear(files.get(to - 1), files.get(to))) {
                to++;
            }
            sum = plus(sum, getRun(batch, object, files.subList(from, to), destination));
            from = to;
        }
        return sum;
    }

    private static boolean isNear(BundledFile file, BundledFile next) {
        return next.offset() - end(file) <= MAX_GAP_BYTES;
    }

    private static long end(BundledFile file) {
        return file.offset() + file.sizeBytes();
    }

    private static Got plus(Got a, Got b) {
        List<Problem> problems = new ArrayList<>(a.problems);
        problems.addAll(b.problems);
        return new Got(
                a.fileCount + b.fileCount,
                a.sizeBytes + b.sizeBytes,
                a.fetchedBytes + b.fetchedBytes,
                problems);
    }

    private Got getRun(
            Batch<?> batch, Opened object, List<BundledFile> files, Destination destination) {
        long offset = files.getFirst().offset();
        long count = end(files.getLast()) - offset;
        long fetchedBytes = 0;
        try (Unpacking unpacking = new Unpacking(files, offset, destination, structured, threads)) {
            try {
                if (count > 0) {
                    fetchedBytes = object.get(batch, offset, count, unpacking).fetchedBytes();
                }
                unpacking.end(null);
            } catch (FailureException failed) {
                unpacking.end(failed.failure());
            }
            return new Got(
                    unpacking.writtenCount(),
                    unpacking.writtenBytes(),
                    fetchedBytes,
                    unpacking.problems());
        }
    }

    private static BatchReport report(
            List<Part> parts, List<Batch.Result<Got>> results, long nanos) {
        Got sum = new Got(0, 0, 0, List.of());
        for (int i = 0; i < results.size(); i++) {
            sum =
                    plus(
                            sum,
                            switch (results.get(i)) {
                                case Batch.Result.Done<Got>(Got got) -> got;
                                case Batch.Result.Failed<Got>(var failure) ->
                                        new Got(
                                                0,
                                                0,
                                                0,
                                                parts.get(i).names().stream()
                                                        .map(name -> new Problem(name, failure))
                                                        .toList());
                            });
        }
        String summary =
                "got "
                        + Text.plural(sum.fileCount, "files")
                        + ", "
                        + Sizes.of(sum.sizeBytes)
                        + " from "
                        + Text.plural(parts.size(), "objects")
                        + ", in "
                        + Text.seconds(nanos);
        BatchReport report =
                new BatchReport(summary)
                        .figure("files", sum.fileCount)
                        .figure("sizeBytes", sum.sizeBytes)
                        .figure("objects", parts.size())
                        .figure("fetchedBytes", sum.fetchedBytes)
                        .figure("millis", nanos / 1_000_000);
        sum.problems.forEach(problem -> report.trouble(problem.name(), problem.what()));
        return report;
    }
}
