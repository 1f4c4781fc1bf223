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
import java.util.ArrayList;
import java.util.List;
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

    @Parameters(
            arity = "1..2",
            paramLabel = "[NAME|KEY] OUTPUT|-",
            description = {
                "Its name or its key, unless a link says it;",
                "where to write it, or - for standard output."
            })
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--link",
            paramLabel = "-",
            description = "By a link, which is read from standard input, not the command line.")
    private @Nullable String link;

    @Option(names = "--link-file", paramLabel = "FILE", description = "By the link in this file.")
    private @Nullable Path linkFile;

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
        try (LinkInput links = linkInput()) {
            return get(links, wanted);
        }
    }

    private LinkInput linkInput() {
        LinkInput links = LinkInput.of(context, link, linkFile);
        if (words.size() != (links.given() ? 1 : 2)) {
            throw new UsageException(
                    links.given()
                            ? "with a link there is only OUTPUT to name"
                            : "name what to get, and OUTPUT or - for where to");
        }
        if (links.given() && privateKey != null) {
            throw new UsageException("a link opens what it names: without --private-key");
        }
        return links;
    }

    private String output() {
        return words.getLast();
    }

    private String typed() {
        return words.getFirst();
    }

    private int get(LinkInput links, Optional<ByteRange> wanted) {
        String output = output();
        if (output.equals(STANDARD_OUTPUT)) {
            return nodes(links)
                    .online(
                            "get",
                            node -> {
                                get(node, links, wanted, StandardStreams.sink(context.out()));
                                return Shardmesh.DONE;
                            });
        }
        try (PartFile part = PartFile.open(Path.of(output), force);
                var _ = Interrupts.running(part::close)) {
            return nodes(links)
                    .online(
                            "get",
                            node -> {
                                Got got = get(node, links, wanted, part);
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

    private NodeAccess nodes(LinkInput links) {
        boolean allGiven = links.given() || (privateKey != null && Names.isKey(typed()));
        return allGiven ? context.keylessNodes() : Names.nodes(context, typed());
    }

    private record Got(Digest objectKey, GetOutcome outcome) {}

    private Got get(Node node, LinkInput links, Optional<ByteRange> wanted, ByteSink sink) {
        Optional<CatalogEntry> entry =
                links.given() || Names.isKey(typed())
                        ? Optional.empty()
                        : Optional.of(Names.entry(node, typed()));
        Digest key =
                links.objectKey()
                        .or(() -> entry.map(CatalogEntry::objectKey))
                        .orElseGet(() -> Names.key(node, typed()));
        Optional<CatalogEntry.BundlePlace> place = entry.flatMap(CatalogEntry::place);
        Located located = NodeAccess.await(node.objects().locate(key));
        try (FileKey fileKey = fileKey(links, located)) {
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

    private FileKey fileKey(LinkInput links, Located located) {
        return links.given()
                ? links.fileKey(located)
                : new FileKeys(context, privateKey).open(located);
    }

    private void print(Got got) {
        String output = output();
        if (context.json()) {
            String key = ObjectKeyText.format(got.objectKey());
            context.print(Json.of(got.outcome(), key, output).toString());
        } else {
            Text.of(got.outcome(), output).forEach(context::print);
        }
    }
}
