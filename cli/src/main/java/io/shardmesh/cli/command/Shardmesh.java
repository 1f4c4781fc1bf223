package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.VectorModule;
import io.shardmesh.cli.render.FailureText;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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

    /** In the order of the help. */
    private static final List<Subcommand> COMMANDS =
            List.of(
                    new Subcommand("mesh", MeshCommands::create),
                    new Subcommand("service", ServiceCommand::new),
                    new Subcommand("bootstrap", BootstrapCommand::new),
                    new Subcommand("put", PutCommand::new),
                    new Subcommand("get", GetCommand::new),
                    new Subcommand("batch-put", BatchPutCommand::new),
                    new Subcommand("batch-get", BatchGetCommand::new),
                    new Subcommand("batch-tag", BatchTagCommand::new),
                    new Subcommand("list", ListCommand::new),
                    new Subcommand("share", ShareCommand::new),
                    new Subcommand("unshare", UnshareCommand::new),
                    new Subcommand("info", InfoCommand::new),
                    new Subcommand("distribution", DistributionCommand::new),
                    new Subcommand("health", HealthCommand::new),
                    new Subcommand("verify", VerifyCommand::new),
                    new Subcommand("quota", QuotaCommand::new),
                    new Subcommand("repair", RepairCommand::new),
                    new Subcommand("delete", DeleteCommand::new),
                    new Subcommand("cleanup", CleanupCommand::new),
                    new Subcommand("peers", PeersCommand::new),
                    new Subcommand("stats", StatsCommand::new),
                    new Subcommand("status", StatusCommand::new),
                    new Subcommand("keys", KeysCommands::create),
                    new Subcommand("recover", RecoverCommand::new),
                    new Subcommand("benchmark", BenchmarkCommand::new),
                    new Subcommand("version", VersionCommand::new));

    private record Subcommand(String name, Function<CommandContext, Object> create) {}

    @Mixin private final CommandContext context;

    @Spec private @Nullable CommandSpec spec;

    private Shardmesh(CommandContext context) {
        this.context = context;
    }

    /** Runs a command line and gives the exit code of the process. */
    public static int run(CommandContext context, String... arguments) {
        CommandLine line = new CommandLine(new Shardmesh(context));
        add(line, context, arguments);
        line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        addHelp(line);
        line.setParameterExceptionHandler((wrong, args) -> usage(context, wrong));
        line.setExecutionStrategy(Shardmesh::execute);
        line.setExecutionExceptionHandler((thrown, failed, parsed) -> failed(context, thrown));
        return line.execute(arguments);
    }

    private static int execute(CommandLine.ParseResult parsed) {
        VectorModule.await();
        return new CommandLine.RunLast().execute(parsed);
    }

    /**
     * Adds those whose names are among the arguments: picocli reads each by reflection, which takes
     * longer than most of them run. No other can be meant. Help of the program shows them all.
     */
    private static void add(CommandLine line, CommandContext context, String... arguments) {
        Set<String> words = Set.copyOf(List.of(arguments));
        List<Subcommand> named =
                COMMANDS.stream().filter(each -> words.contains(each.name())).toList();
        boolean all =
                named.isEmpty()
                        || words.contains("--help")
                        || words.contains("-h")
                        // A file of arguments, which picocli opens.
                        || words.stream().anyMatch(word -> word.startsWith("@"));
        for (Subcommand each : all ? COMMANDS : named) {
            line.addSubcommand(each.name(), each.create().apply(context));
        }
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
