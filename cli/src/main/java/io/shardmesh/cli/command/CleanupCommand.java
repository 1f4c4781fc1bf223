package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.CleanupReport;
import io.shardmesh.cli.render.FailureText;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.OrphanPage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "cleanup",
        description = {
            "Free what holders keep for nothing: objects that no catalog of yours names, and parts that"
                    + " lie at two holders. Without an option both.",
            "",
            "Holders do the same by themselves, but later: an object without a name ends with its"
                    + " lease, a part that is there twice with the next sweep. Exit code 1 if something"
                    + " could not be cleaned up."
        })
final class CleanupCommand implements Callable<Integer> {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 10_000;

    private final CommandContext context;

    @Option(
            names = "--orphaned",
            description =
                    "Delete objects that no catalog names, those of your other devices included.")
    private boolean orphaned;

    @Option(
            names = "--duplicates",
            description = "Have holders release parts of files that another holder has too.")
    private boolean duplicates;

    @Option(
            names = "--older-than",
            paramLabel = "DAYS",
            description =
                    "Spare objects without a name that are younger, since another device may not"
                            + " have published their names yet; else "
                            + USUAL_DAYS
                            + ".")
    private @Nullable Integer olderThanDays;

    @Option(names = "--dry-run", description = "Only show what would be done.")
    private boolean dryRun;

    private final CleanupReport report = new CleanupReport();
    private boolean failed;

    CleanupCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        boolean both = orphaned == duplicates;
        Duration leastAge = leastAge(both || orphaned);
        return context.nodes()
                .online(
                        "clean up",
                        node -> {
                            if (both || orphaned) {
                                orphans(node, leastAge);
                            }
                            if (both || duplicates) {
                                duplicates(node);
                            }
                            if (context.json()) {
                                context.print(report.json(dryRun).toString());
                            } else {
                                report.summary(dryRun).forEach(context::print);
                            }
                            return failed ? Shardmesh.FAILED : Shardmesh.DONE;
                        });
    }

    private Duration leastAge(boolean used) {
        Integer given = olderThanDays;
        if (given == null) {
            return Duration.ofDays(USUAL_DAYS);
        }
        if (!used) {
            throw new UsageException("--older-than goes with --orphaned");
        }
        if (given < 1 || given > MOST_DAYS) {
            throw new UsageException("--older-than is 1 to " + MOST_DAYS + " days");
        }
        return Duration.ofDays(given);
    }

    private void orphans(Node node, Duration leastAge) {
        Optional<Digest> after = Optional.empty();
        do {
            OrphanPage page = NodeAccess.await(node.care().orphans(leastAge, after));
            report.silent(page.silentCount());
            page.orphans().forEach(orphan -> tried(() -> orphan(node, orphan)));
            after = page.next();
        } while (after.isPresent());
    }

    private void orphan(Node node, OrphanPage.Orphan orphan) {
        if (!dryRun) {
            NodeAccess.await(node.care().delete(orphan.objectKey()));
        }
        report.add(orphan);
        if (!context.json()) {
            context.print(CleanupReport.line(orphan));
        }
    }

    private void duplicates(Node node) {
        CatalogPages.objects(
                node, entry -> tried(() -> release(node, entry.name(), entry.objectKey())));
    }

    private void release(Node node, String name, Digest objectKey) {
        Distribution found = NodeAccess.await(node.objects().distribution(objectKey));
        long whole = found.placements().stream().filter(Distribution.Placement::complete).count();
        long different =
                found.placements().stream()
                        .filter(Distribution.Placement::complete)
                        .mapToInt(Distribution.Placement::index)
                        .distinct()
                        .count();
        if (whole == different) {
            return;
        }
        if (!dryRun) {
            NodeAccess.await(node.care().lookAgain(objectKey));
        }
        CleanupReport.Surplus surplus =
                new CleanupReport.Surplus(name, objectKey, whole - different);
        report.add(surplus);
        if (!context.json()) {
            context.print(CleanupReport.line(surplus));
        }
    }

    /** One that fails does not keep the others from it. */
    private void tried(Runnable work) {
        try {
            work.run();
        } catch (FailureException failure) {
            failed = true;
            context.warn(FailureText.of(failure.failure()));
        }
    }
}
