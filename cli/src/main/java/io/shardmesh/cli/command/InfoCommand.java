package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.CatalogEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "info", description = "Show what the catalog says of a file.")
final class InfoCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME|KEY", description = "Its name, or its key.")
    private String typed = "";

    InfoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.nodes()
                .offline(
                        "info",
                        node -> {
                            print(Names.entry(node, typed));
                            return Shardmesh.DONE;
                        });
    }

    private void print(CatalogEntry value) {
        if (context.json()) {
            context.print(Json.of(value).toString());
        } else {
            Text.info(value).forEach(context::print);
        }
    }
}
