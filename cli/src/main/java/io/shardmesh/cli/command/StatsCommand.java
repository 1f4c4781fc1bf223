package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.NodeStats;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "stats", description = "Show what this node keeps and has moved.")
final class StatsCommand implements Callable<Integer> {
    private final CommandContext context;

    StatsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.nodes()
                .offline(
                        "stats",
                        node -> {
                            print(NodeAccess.await(node.state().stats()));
                            return Shardmesh.DONE;
                        });
    }

    private void print(NodeStats value) {
        if (context.json()) {
            context.print(Json.of(value).toString());
        } else {
            Text.of(value).forEach(context::print);
        }
    }
}
