package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.batch.Glob;
import io.shardmesh.cli.render.BatchReport;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.PutRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the commands for many files have in common. */
final class BatchOptions {
    /** Holders take 16 puts of one member at a time. */
    private static final int MAX_PARALLEL = 16;

    private static final int MAX_TAG_BYTES = 255;

    private BatchOptions() {}

    static int parallel(int given) {
        if (given < 1 || given > MAX_PARALLEL) {
            throw new UsageException("--parallel is 1 to " + MAX_PARALLEL);
        }
        return given;
    }

    static List<String> tags(List<String> given) {
        List<String> tags = given.stream().filter(tag -> !tag.isBlank()).distinct().toList();
        if (tags.size() > PutRequest.MAX_TAG_COUNT) {
            throw new UsageException("a file has at most " + PutRequest.MAX_TAG_COUNT + " tags");
        }
        for (String tag : tags) {
            if (tag.getBytes(StandardCharsets.UTF_8).length > MAX_TAG_BYTES) {
                throw new UsageException("a tag has at most " + MAX_TAG_BYTES + " bytes");
            }
        }
        return tags;
    }

    static Glob glob(String pattern) {
        try {
            return Glob.parse(pattern);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(pattern + " is no pattern: " + malformed.getMessage());
        }
    }

    /** The entries whose names a pattern means; fails with NOT_FOUND when there are none. */
    static List<CatalogEntry> matching(Node node, String pattern, List<String> tags) {
        Glob glob = glob(pattern);
        List<CatalogEntry> found = new ArrayList<>();
        CatalogPages.read(
                node,
                tags,
                page ->
                        page.stream()
                                .filter(entry -> glob.matchesName(entry.name()))
                                .forEach(found::add));
        if (found.isEmpty()) {
            String cause = "no name in this owner's catalog matches it";
            throw new Failure(FailureKind.NOT_FOUND, "find", pattern, cause).exception();
        }
        return found;
    }

    /** Prints a report and gives the exit code. */
    static int print(CommandContext context, BatchReport report) {
        if (context.json()) {
            context.print(report.json().toString());
        } else {
            report.lines().forEach(context::print);
        }
        return report.whole() ? Shardmesh.DONE : Shardmesh.FAILED;
    }
}
