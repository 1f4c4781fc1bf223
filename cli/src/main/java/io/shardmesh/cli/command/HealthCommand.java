package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.HealthReport;
import io.shardmesh.node.api.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "health",
        description = "Tell which files lack shards or copies now; exit code 1 if any does.")
final class HealthCommand implements Callable<Integer> {
    private static final int USUAL_SECONDS = 60;
    private static final int MOST_SECONDS = 24 * 60 * 60;

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|KEY",
            description = "Only of this file; else of all.")
    private @Nullable String typed;

    @Option(names = "--continuous", description = "Again and again, until interrupted.")
    private boolean continuous;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description =
                    "How long to wait between, with --continuous; else " + USUAL_SECONDS + ".")
    private @Nullable Integer intervalSeconds;

    HealthCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Duration interval = interval();
        return context.nodes()
                .online(
                        "health",
                        node -> {
                            boolean healthy = check(node);
                            while (continuous && slept(interval)) {
                                healthy = check(node);
                            }
                            return healthy ? Shardmesh.DONE : Shardmesh.FAILED;
                        });
    }

    private Duration interval() {
        Integer given = intervalSeconds;
        if (given != null && !continuous) {
            throw new UsageException("--interval goes with --continuous");
        }
        int seconds = given == null ? USUAL_SECONDS : given;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new UsageException("--interval is 1 to " + MOST_SECONDS + " seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private boolean check(Node node) {
        String name = typed;
        HealthReport report =
                name == null
                        ? HealthCheck.ofAll(node)
                        : HealthCheck.of(node, Names.entry(node, name));
        if (context.json()) {
            context.print(report.json().toString());
        } else {
            if (continuous) {
                context.print("at " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
            }
            report.lines().forEach(context::print);
        }
        return report.healthy();
    }

    private static boolean slept(Duration interval) {
        try {
            Thread.sleep(interval);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
