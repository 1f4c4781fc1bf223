package io.shardmesh.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List what this owner has stored.")
final class ListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--tags",
            paramLabel = "A,B",
            split = ",",
            description = "Only with all of these tags.")
    private List<String> tags = new ArrayList<>();

    ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.nodes()
                .offline(
                        "list",
                        node -> {
                            print(entries(node));
                            return Shardmesh.DONE;
                        });
    }

    private List<CatalogEntry> entries(Node node) {
        List<CatalogEntry> all = new ArrayList<>();
        CatalogPages.read(node, tags, all::addAll);
        all.sort(Comparator.comparing(CatalogEntry::name));
        return all;
    }

    private void print(List<CatalogEntry> entries) {
        if (context.json()) {
            ObjectNode json = Json.object();
            ArrayNode array = json.putArray("entries");
            entries.forEach(entry -> array.add(Json.of(entry)));
            context.print(json.toString());
        } else {
            Text.list(entries).forEach(context::print);
        }
    }
}
