package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.Distribution;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "distribution", description = "Show who holds which part of a file now.")
final class DistributionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME|KEY", description = "Its name, or its key.")
    private String typed = "";

    DistributionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Names.nodes(context, typed)
                .online(
                        "distribution",
                        node -> {
                            print(
                                    NodeAccess.await(
                                            node.objects().distribution(Names.key(node, typed))));
                            return Shardmesh.DONE;
                        });
    }

    private void print(Distribution value) {
        if (context.json()) {
            context.print(Json.of(value).toString());
        } else {
            Text.of(value).forEach(context::print);
        }
    }
}
