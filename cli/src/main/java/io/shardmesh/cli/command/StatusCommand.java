package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.NodeStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show how this node is.")
final class StatusCommand implements Callable<Integer> {
    private final CommandContext context;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.keylessNodes()
                .offline(
                        "status",
                        node -> {
                            print(NodeAccess.await(node.state().status()));
                            return Shardmesh.DONE;
                        });
    }

    private void print(NodeStatus value) {
        if (context.json()) {
            context.print(Json.of(value).toString());
        } else {
            Text.of(value).forEach(context::print);
        }
    }
}
