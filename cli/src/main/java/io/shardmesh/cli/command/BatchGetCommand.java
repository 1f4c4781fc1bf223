package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Interrupts;
import io.shardmesh.cli.batch.Destination;
import io.shardmesh.cli.render.BatchReport;
import io.shardmesh.node.api.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "batch-get",
        description = "Get many files back into a folder. Exit code 1 if any failed.")
final class BatchGetCommand implements Callable<Integer> {
    private static final String USUAL_PARALLEL = "4";

    private final CommandContext context;

    @Parameters(
            index = "0",
            paramLabel = "PATTERN|KEY",
            description =
                    "Their names, such as 'photos/**'; without a / their last parts. Or the key of"
                            + " a bundle: all that lies in it, without a catalog.")
    private String wanted = "";

    @Parameters(index = "1", paramLabel = "DEST", description = "The folder to write into.")
    private Path destination = Path.of("");

    @Option(
            names = "--preserve-structure",
            description = "With the folders in their names; else all in one folder.")
    private boolean structured;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = USUAL_PARALLEL,
            description = "Objects that are fetched at once (default: " + USUAL_PARALLEL + ").")
    private int parallel;

    @Option(
            names = "--tags",
            paramLabel = "A,B",
            split = ",",
            description = "Only with all of these tags.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--private-key",
            paramLabel = "FILE",
            description = "Key file with the reading key to use.")
    private @Nullable Path privateKey;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    BatchGetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        int atOnceCount = BatchOptions.parallel(parallel);
        List<String> wantedTags = BatchOptions.tags(tags);
        BatchOptions.glob(wanted);
        return Names.nodes(context, wanted)
                .online(
                        "batch-get",
                        node -> BatchOptions.print(context, get(node, wantedTags, atOnceCount)));
    }

    private BatchReport get(Node node, List<String> wantedTags, int atOnceCount) {
        BatchGet get = new BatchGet(context, node, new FileKeys(context, privateKey), structured);
        List<BatchGet.Part> parts = get.find(wanted, wantedTags);
        try (Destination into = Destination.open(destination, force);
                var _ = Interrupts.running(into::close)) {
            return get.run(parts, into, atOnceCount);
        }
    }
}
