package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.batch.FileScan;
import io.shardmesh.node.api.PutRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "batch-put",
        description = "Put many files; small ones together. Exit code 1 if any failed.")
final class BatchPutCommand implements Callable<Integer> {
    private static final String USUAL_PARALLEL = "4";

    private final CommandContext context;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATTERN|DIR",
            description = "Files, folders, or patterns such as 'photos/**/*.jpg'.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--recursive", description = "Also what lies in folders of a folder.")
    private boolean recursive;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = USUAL_PARALLEL,
            description = "Objects that are stored at once (default: " + USUAL_PARALLEL + ").")
    private int parallel;

    @Option(names = "--tags", paramLabel = "A,B", split = ",", description = "Tags of each file.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--scheme",
            paramLabel = "K+M|auto",
            description = "Data and parity shards (default: auto, by the machines).")
    private String scheme = "auto";

    @Option(
            names = "--min-machines",
            paramLabel = "N",
            description = "Fewest machines with a whole shard that count as success.")
    private @Nullable Integer minMachines;

    BatchPutCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        int atOnceCount = BatchOptions.parallel(parallel);
        BatchPut put = new BatchPut(context, BatchOptions.tags(tags), spread());
        FileScan scan = new FileScan(recursive);
        for (String each : wanted) {
            try {
                scan.add(each);
            } catch (IllegalArgumentException malformed) {
                throw new UsageException(each + " is no pattern: " + malformed.getMessage());
            }
        }
        return context.nodes()
                .online(
                        "batch-put",
                        node -> BatchOptions.print(context, put.run(node, scan, atOnceCount)));
    }

    private PutRequest.Spread spread() {
        Integer least = minMachines;
        if (least != null && least < 1) {
            throw new UsageException("--min-machines is at least 1");
        }
        return new PutRequest.Spread(
                PutCommand.parsedScheme(scheme),
                least == null ? OptionalInt.empty() : OptionalInt.of(least),
                OptionalInt.empty());
    }
}
