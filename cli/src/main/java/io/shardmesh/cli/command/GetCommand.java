package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Interrupts;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.PartFile;
import io.shardmesh.cli.StandardStreams;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.record.ObjectKeyText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Get a file back.")
final class GetCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "NAME|KEY", description = "Its name, or its key.")
    private String typed = "";

    @Parameters(
            index = "1",
            paramLabel = "OUTPUT|-",
            description = "Where to write it, or - for standard output.")
    private String output = "";

    @Option(
            names = "--private-key",
            paramLabel = "FILE",
            description = "Key file with the reading key to use.")
    private @Nullable Path privateKey;

    @Option(names = "--force", description = "Replace the output if it exists.")
    private boolean force;

    @Option(
            names = "--range",
            paramLabel = "FROM-TO",
            description =
                    "Only these bytes, the first is 0 and TO belongs to them; FROM- to the end, "
                            + "-N the last N.")
    private @Nullable String range;

    GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<ByteRange> wanted = parsedRange();
        if (output.equals(STANDARD_OUTPUT)) {
            return nodes().online(
                            "get",
                            node -> {
                                get(node, wanted, StandardStreams.sink(context.out()));
                                return Shardmesh.DONE;
                            });
        }
        try (PartFile part = PartFile.open(Path.of(output), force);
                var _ = Interrupts.running(part::close)) {
            return nodes().online(
                            "get",
                            node -> {
                                Got got = get(node, wanted, part);
                                part.finish();
                                print(got);
                                return Shardmesh.DONE;
                            });
        }
    }

    private Optional<ByteRange> parsedRange() {
        String text = range;
        if (text == null) {
            return Optional.empty();
        }
        Optional<ByteRange> parsed = ByteRange.parse(text);
        if (parsed.isEmpty()) {
            throw new UsageException(
                    "--range " + text + " is not FROM-TO with FROM up to TO, nor FROM- or -COUNT");
        }
        return parsed;
    }

    private NodeAccess nodes() {
        boolean allGiven = privateKey != null && Names.isKey(typed);
        return allGiven ? context.keylessNodes() : Names.nodes(context, typed);
    }

    private record Got(Digest objectKey, GetOutcome outcome) {}

    private Got get(Node node, Optional<ByteRange> wanted, ByteSink sink) {
        Optional<CatalogEntry> entry =
                Names.isKey(typed) ? Optional.empty() : Optional.of(Names.entry(node, typed));
        Digest key = entry.map(CatalogEntry::objectKey).orElseGet(() -> Names.key(node, typed));
        Optional<CatalogEntry.BundlePlace> place = entry.flatMap(CatalogEntry::place);
        Located located = NodeAccess.await(node.objects().locate(key));
        try (FileKey fileKey = new FileKeys(context, privateKey).open(located)) {
            GetOutcome outcome =
                    place.isPresent()
                            ? new BundledGet(context, entry.get(), place.get())
                                    .get(node, located, fileKey, wanted, sink)
                            : Waits.forOutcome(
                                    context,
                                    "get",
                                    node.objects().get(located, fileKey, wanted, sink));
            return new Got(key, outcome);
        }
    }

    private void print(Got got) {
        if (context.json()) {
            String key = ObjectKeyText.format(got.objectKey());
            context.print(Json.of(got.outcome(), key, output).toString());
        } else {
            Text.of(got.outcome(), output).forEach(context::print);
        }
    }
}
