package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.batch.Batch;
import io.shardmesh.cli.batch.BundleContent;
import io.shardmesh.cli.batch.FileScan;
import io.shardmesh.cli.batch.Problem;
import io.shardmesh.cli.batch.SourceFile;
import io.shardmesh.cli.render.BatchReport;
import io.shardmesh.cli.render.Sizes;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.bundle.BundlePlan;
import io.shardmesh.node.file.FileSource;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts what a scan has found: small files in bundles, each other one as an object of its own. */
final class BatchPut {
    private final CommandContext context;
    private final List<String> tags;
    private final PutRequest.Spread spread;
    private final ExecutorService reads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("batch-read-", 0).factory());

    BatchPut(CommandContext context, List<String> tags, PutRequest.Spread spread) {
        this.context = context;
        this.tags = tags;
        this.spread = spread;
    }

    /** What one object came to. */
    private record Stored(boolean bundle, PutOutcome outcome, int fileCount, List<Problem> lost) {}

    BatchReport run(Node node, FileScan scan, int atOnceCount) {
        long start = System.nanoTime();
        List<Unit> units = Unit.of(scan.files());
        List<Batch.Step<Stored>> steps = new ArrayList<>();
        units.forEach(unit -> steps.add(batch -> store(batch, node, unit)));
        long total = units.stream().mapToLong(Unit::contentBytes).sum();
        Batch<Stored> batch = Batch.start(steps, atOnceCount, OptionalLong.of(total));
        List<Batch.Result<Stored>> results = Waits.forOutcome(context, "batch-put", batch);
        return report(scan, units, results, System.nanoTime() - start);
    }

    private Stored store(Batch<?> batch, Node node, Unit unit) {
        return unit.plan().isPresent()
                ? storeBundle(batch, node, unit.plan().get(), unit.files())
                : storeAlone(batch, node, unit.files().getFirst());
    }

    private Stored storeBundle(Batch<?> batch, Node node, BundlePlan plan, List<SourceFile> files) {
        BundleContent content = BundleContent.of(plan, files, reads);
        PutRequest request =
                new PutRequest(
                        "",
                        tags,
                        List.of(),
                        new PutRequest.Spread(
                                spread.scheme(),
                                spread.minMachines(),
                                OptionalInt.of(BundlePlan.BLOCK_BYTES)),
                        new PutRequest.FileFacts(
                                BundleIndex.TYPE,
                                0,
                                Instant.now(),
                                OptionalLong.of(plan.contentBytes())));
        PutOutcome outcome =
                batch.await(node.objects().putBundle(request, plan.indexOffset(), content));
        List<Problem> lost = content.problems();
        return new Stored(true, outcome, files.size() - lost.size(), lost);
    }

    private Stored storeAlone(Batch<?> batch, Node node, SourceFile file) {
        try (FileSource source = FileSource.open(file.path())) {
            file.checkUnchanged();
            PutRequest request =
                    new PutRequest(
                            file.name(),
                            tags,
                            List.of(),
                            spread,
                            new PutRequest.FileFacts(
                                    file.facts().type(),
                                    file.facts().mode(),
                                    file.facts().modified(),
                                    source.sizeBytes()));
            PutOutcome outcome = batch.await(node.objects().put(request, source));
            return new Stored(false, outcome, 1, List.of());
        } catch (IOException trouble) {
            throw IoFailures.of("put", file.path().toString(), trouble).exception();
        }
    }

    private static BatchReport report(
            FileScan scan, List<Unit> units, List<Batch.Result<Stored>> results, long nanos) {
        List<Problem> problems = new ArrayList<>(scan.problems());
        List<Stored> stored = new ArrayList<>();
        Set<String> lost = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case Batch.Result.Done<Stored>(Stored done) -> {
                    stored.add(done);
                    problems.addAll(done.lost());
                }
                case Batch.Result.Failed<Stored>(var failure) ->
                        units.get(i)
                                .files()
                                .forEach(file ->
                                        problems.add(new Problem(file.path().toString(), failure)));
            }
        }
        problems.forEach(problem -> lost.add(problem.name()));
        long files = stored.stream().mapToLong(Stored::fileCount).sum();
        long bytes =
                units.stream()
                        .flatMap(unit -> unit.files().stream())
                        .filter(file -> !lost.contains(file.path().toString()))
                        .mapToLong(SourceFile::sizeBytes)
                        .sum();
        long storedBytes = stored.stream().mapToLong(each -> each.outcome().storedBytes()).sum();
        BatchReport report =
                new BatchReport(summary(scan, files, bytes, stored.size(), nanos))
                        .figure("files", files)
                        .figure("sizeBytes", bytes)
                        .figure("objects", stored.size())
                        .figure("bundles", stored.stream().filter(Stored::bundle).count())
                        .figure("storedBytes", storedBytes)
                        .figure(
                                "degraded",
                                stored.stream()
                                        .filter(each -> each.outcome().durability().degraded())
                                        .count())
                        .figure("emptyFolders", scan.emptyFolderCount())
                        .figure("leftFolders", scan.leftFolderCount())
                        .figure("millis", nanos / 1_000_000);
        problems.forEach(problem -> report.trouble(problem.name(), problem.what()));
        return report;
    }

    private static String summary(FileScan scan, long files, long bytes, int objects, long nanos) {
        String folders = "";
        if (scan.emptyFolderCount() > 0) {
            folders += "; " + scan.emptyFolderCount() + " empty folders have no name";
        }
        if (scan.leftFolderCount() > 0) {
            folders += "; " + scan.leftFolderCount() + " folders left out, see --recursive";
        }
        return "stored "
                + Text.plural(files, "files")
                + ", "
                + Sizes.of(bytes)
                + " in "
                + Text.plural(objects, "objects")
                + ", in "
                + Text.seconds(nanos)
                + folders;
    }
}
