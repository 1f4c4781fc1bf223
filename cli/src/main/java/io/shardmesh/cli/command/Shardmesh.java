package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.FailureText;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program itself; without a command it shows its help. */
@Command(
        name = "shardmesh",
        description = "Keeps files safe on the machines of a group of friends.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 used wrongly."})
public final class Shardmesh implements Callable<Integer> {
    /** Done. */
    static final int DONE = 0;

    /** Something outside the program went wrong. */
    static final int FAILED = 1;

    /** The command line was wrong. */
    static final int USAGE = 2;

    private static final System.Logger LOG = System.getLogger("io.shardmesh.cli");

    @Mixin private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    private Shardmesh(CommandContext context) {
        this.context = context;
    }

    /** Runs a command line and gives the exit code of the process. */
    public static int run(CommandContext context, String... arguments) {
        CommandLine line = new CommandLine(new Shardmesh(context));
        line.addSubcommand("mesh", MeshCommands.create(context))
                .addSubcommand("service", new ServiceCommand(context))
                .addSubcommand("bootstrap", new BootstrapCommand(context))
                .addSubcommand("put", new PutCommand(context))
                .addSubcommand("get", new GetCommand(context))
                .addSubcommand("list", new ListCommand(context))
                .addSubcommand("info", new InfoCommand(context))
                .addSubcommand("distribution", new DistributionCommand(context))
                .addSubcommand("peers", new PeersCommand(context))
                .addSubcommand("stats", new StatsCommand(context))
                .addSubcommand("status", new StatusCommand(context))
                .addSubcommand("keys", KeysCommands.create(context))
                .addSubcommand("benchmark", new BenchmarkCommand(context))
                .addSubcommand("version", new VersionCommand(context));
        line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        addHelp(line);
        line.setParameterExceptionHandler((wrong, args) -> usage(context, wrong));
        line.setExecutionExceptionHandler((thrown, failed, parsed) -> failed(context, thrown));
        return line.execute(arguments);
    }

    private static void addHelp(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(false);
        line.getCommandSpec()
                .addOption(
                        CommandLine.Model.OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        line.getSubcommands().values().forEach(Shardmesh::addHelp);
    }

    private static int usage(CommandContext context, ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
        context.warn(
                message
                        + ". Try '"
                        + wrong.getCommandLine().getCommandSpec().qualifiedName()
                        + " --help'.");
        return USAGE;
    }

    private static int failed(CommandContext context, Exception thrown) {
        context.out().flush();
        if (thrown instanceof UsageException wrong) {
            context.warn(wrong.getMessage() + ".");
            return USAGE;
        }
        Optional<Failure> failure = FailureException.find(thrown);
        if (failure.isEmpty()) {
            LOG.log(System.Logger.Level.ERROR, "a command failed", thrown);
        }
        context.warn(
                FailureText.of(
                        failure.orElseGet(() ->
                                new Failure(
                                        FailureKind.INTERNAL,
                                        "run",
                                        "the command",
                                        thrown.toString()))));
        return FAILED;
    }

    @Override
    public Integer call() {
        // Of the line that has the commands; one made anew would know none.
        Objects.requireNonNull(spec).commandLine().usage(context.out());
        return DONE;
    }
}
