package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.node.api.NodeMode;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "service", description = "Run this node until it is stopped.")
final class ServiceCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "Port to listen on (default: the one of the last start, else a free one).")
    private @Nullable Integer port;

    @Mixin private ServiceOptions options = new ServiceOptions();

    ServiceCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return options.run(
                context,
                NodeMode.SERVICE,
                port == null ? OptionalInt.empty() : OptionalInt.of(port));
    }
}
