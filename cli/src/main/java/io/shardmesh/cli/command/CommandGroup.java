package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command that does nothing but hold others; alone, it says which there are. */
final class CommandGroup implements Callable<Integer> {
    private final CommandContext context;
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private CommandGroup(CommandContext context) {
        this.context = context;
    }

    /** The command line of a group, to which its commands are to be added. */
    static CommandLine create(CommandContext context, String name, String description) {
        CommandSpec spec = new CommandGroup(context).spec.name(name);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        return new CommandLine(spec);
    }

    @Override
    public Integer call() {
        List<String> names = new ArrayList<>(spec.subcommands().keySet());
        String last = names.removeLast();
        context.warn("say which: " + String.join(", ", names) + " or " + last + ".");
        return Shardmesh.USAGE;
    }
}
