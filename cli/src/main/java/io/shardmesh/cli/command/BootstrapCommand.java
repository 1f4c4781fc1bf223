package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.node.api.NodeMode;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bootstrap",
        description = "Run a node that others join by; it keeps shards only with --storage.")
final class BootstrapCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on (default: 40871).")
    private int port = 40_871;

    @Mixin private ServiceOptions options = new ServiceOptions();

    BootstrapCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return options.run(context, NodeMode.BOOTSTRAP, OptionalInt.of(port));
    }
}
