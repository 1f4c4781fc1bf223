package io.shardmesh.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.CareReport;
import io.shardmesh.cli.render.FailureText;
import io.shardmesh.cli.render.Json;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "repair",
        description =
                "Make lost shards again now, without waiting for holders that may come back; exit"
                        + " code 1 if something could not be repaired.")
final class RepairCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|KEY",
            description = "Only of this file; else of all.")
    private @Nullable String typed;

    @Option(
            names = "--check-integrity",
            description = "Read every block first, and name what is damaged.")
    private boolean checkIntegrity;

    @Option(
            names = "--fix-corrupted",
            description = "Read every block first, and make damaged shards again too.")
    private boolean fixCorrupted;

    private final ArrayNode results = Json.object().putArray("files");
    private int objectCount;
    private int mendedCount;

    RepairCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String one = typed;
        return (one == null ? context.nodes() : Names.nodes(context, one))
                .online(
                        "repair",
                        node -> {
                            if (one == null) {
                                all(node);
                            } else {
                                repair(node, one, Names.key(node, one));
                            }
                            tell();
                            return mendedCount == objectCount ? Shardmesh.DONE : Shardmesh.FAILED;
                        });
    }

    private void all(Node node) {
        CatalogPages.objects(node, entry -> tryRepair(node, entry.name(), entry.objectKey()));
    }

    /** One that cannot be repaired does not keep the others from it. */
    private void tryRepair(Node node, String name, Digest objectKey) {
        try {
            repair(node, name, objectKey);
        } catch (FailureException failed) {
            context.warn(FailureText.of(failed.failure()));
        }
    }

    private void repair(Node node, String name, Digest objectKey) {
        objectCount++;
        RepairOutcome outcome = NodeAccess.await(node.care().repair(objectKey, depth()));
        mendedCount += outcome.mended() ? 1 : 0;
        if (context.json()) {
            results.add(CareReport.json(name, outcome));
        } else if (typed != null || !outcome.lost().isEmpty() || !outcome.damaged().isEmpty()) {
            CareReport.lines(name, outcome).forEach(context::print);
        }
    }

    private RepairDepth depth() {
        if (fixCorrupted) {
            return RepairDepth.FIX;
        }
        return checkIntegrity ? RepairDepth.INTEGRITY : RepairDepth.CLAIMS;
    }

    private void tell() {
        if (context.json()) {
            ObjectNode json = Json.object();
            json.put("mended", mendedCount == objectCount);
            json.set("files", results);
            context.print(json.toString());
        } else if (typed == null) {
            context.print(
                    mendedCount == objectCount
                            ? "all %d objects are whole".formatted(objectCount)
                            : "%d of %d objects are whole".formatted(mendedCount, objectCount));
        }
    }
}
