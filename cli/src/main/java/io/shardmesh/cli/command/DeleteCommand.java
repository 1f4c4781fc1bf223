package io.shardmesh.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.CareReport;
import io.shardmesh.cli.render.Json;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.Node;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Delete a file at all its holders, by name with all its versions; for good.")
final class DeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME|KEY", description = "Its name, or the key of one version.")
    private String typed = "";

    private final ArrayNode results = Json.object().putArray("deleted");

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.nodes()
                .online(
                        "delete",
                        node -> {
                            if (Names.isKey(typed)) {
                                delete(node, typed, Names.key(node, typed));
                            } else {
                                deleteVersions(node, Names.entry(node, typed));
                            }
                            if (context.json()) {
                                ObjectNode json = Json.object();
                                json.set("deleted", results);
                                context.print(json.toString());
                            }
                            return Shardmesh.DONE;
                        });
    }

    /** Each deletion makes the version before it the newest. */
    private void deleteVersions(Node node, CatalogEntry newest) {
        Optional<CatalogEntry> next = Optional.of(newest);
        while (next.isPresent()) {
            delete(node, next.get().name(), next.get().key());
            next = NodeAccess.await(node.catalog().find(newest.name()));
        }
    }

    private void delete(Node node, String name, Digest objectKey) {
        DeleteOutcome outcome = NodeAccess.await(node.care().delete(objectKey));
        if (context.json()) {
            results.add(CareReport.json(name, outcome));
        } else {
            context.print(CareReport.line(name, outcome));
        }
    }
}
