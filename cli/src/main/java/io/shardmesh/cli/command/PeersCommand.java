package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.node.api.PeerInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "peers", description = "List the other members, and who else is connected.")
final class PeersCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--detailed", description = "Say more about each connection.")
    private boolean detailed;

    PeersCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return context.keylessNodes()
                .online(
                        "peers",
                        node -> {
                            print(NodeAccess.await(node.state().peers()));
                            return Shardmesh.DONE;
                        });
    }

    private void print(List<PeerInfo> peers) {
        if (context.json()) {
            context.print(Json.peers(peers).toString());
        } else {
            Text.peers(peers, detailed).forEach(context::print);
        }
    }
}
