package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.BatchReport;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.PutRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "batch-tag", description = "Change the tags of many files.")
final class BatchTagCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            paramLabel = "PATTERN",
            description = "Their names, such as 'photos/**'; without a / their last parts.")
    private String pattern = "";

    @Option(names = "--add", paramLabel = "A,B", split = ",", description = "Tags to add.")
    private List<String> added = new ArrayList<>();

    @Option(names = "--remove", paramLabel = "A,B", split = ",", description = "Tags to remove.")
    private List<String> removed = new ArrayList<>();

    BatchTagCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<String> add = BatchOptions.tags(added);
        List<String> remove = BatchOptions.tags(removed);
        if (add.isEmpty() && remove.isEmpty()) {
            throw new UsageException("give --add or --remove");
        }
        if (add.stream().anyMatch(remove::contains)) {
            throw new UsageException("a tag is to be added and removed");
        }
        return context.nodes()
                .offline(
                        "batch-tag",
                        node -> BatchOptions.print(context, change(node, add, remove)));
    }

    private BatchReport change(Node node, List<String> add, List<String> remove) {
        List<CatalogEntry> found = BatchOptions.matching(node, pattern, List.of());
        List<Catalog.Retag> changes = new ArrayList<>();
        List<CatalogEntry> tooMany = new ArrayList<>();
        for (CatalogEntry entry : found) {
            Set<String> tags = new LinkedHashSet<>(entry.tags());
            tags.addAll(add);
            tags.removeAll(remove);
            boolean changed = !tags.equals(Set.copyOf(entry.tags()));
            if (tags.size() > PutRequest.MAX_TAG_COUNT) {
                tooMany.add(entry);
            } else if (changed) {
                changes.add(new Catalog.Retag(entry.key(), List.copyOf(tags)));
            }
        }
        for (int from = 0; from < changes.size(); from += Catalog.MAX_RETAG_COUNT) {
            int to = Math.min(from + Catalog.MAX_RETAG_COUNT, changes.size());
            NodeAccess.await(node.catalog().retag(changes.subList(from, to)));
        }
        return report(found.size(), changes.size(), tooMany);
    }

    private static BatchReport report(
            int foundCount, int changedCount, List<CatalogEntry> tooMany) {
        String summary =
                "changed the tags of " + changedCount + " of " + Text.plural(foundCount, "files");
        BatchReport report =
                new BatchReport(summary)
                        .figure("files", foundCount)
                        .figure("changed", changedCount);
        for (CatalogEntry entry : tooMany) {
            String cause = "it would have more than " + PutRequest.MAX_TAG_COUNT + " tags";
            report.trouble(
                    entry.name(), new Failure(FailureKind.REFUSED, "tag", entry.name(), cause));
        }
        return report;
    }
}
