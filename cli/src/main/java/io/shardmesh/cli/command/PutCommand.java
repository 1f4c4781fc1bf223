package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.StandardStreams;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.config.ByteSize;
import io.shardmesh.node.file.FileSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "put", description = "Seal a file and spread it over the mesh.")
final class PutCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int MAX_READERS = 63;

    private final CommandContext context;

    @Parameters(paramLabel = "FILE|-", description = "The file, or - for standard input.")
    private String file = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name in the catalog (default: the file's).")
    private @Nullable String name;

    @Option(names = "--tags", paramLabel = "A,B", split = ",", description = "Tags to find it by.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description = "Reading key of somebody who may read it too; up to 63 times.")
    private List<String> readers = new ArrayList<>();

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

    @Option(
            names = "--block-size",
            paramLabel = "BYTES",
            description = "Size of a block, a power of two from 16KiB to 1MiB (default: 1MiB).")
    private @Nullable String blockSize;

    PutCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (file.equals(STANDARD_INPUT)) {
            if (name == null) {
                throw new UsageException("standard input has no name; give --name NAME");
            }
            PutRequest request =
                    request(
                            name,
                            new PutRequest.FileFacts("", 0, Instant.now(), OptionalLong.empty()));
            return put(request, StandardStreams.source(context.in()));
        }
        Path path = Path.of(file);
        try (FileSource source = FileSource.open(path)) {
            Path last = Optional.ofNullable(path.getFileName()).orElse(path);
            PutRequest request =
                    request(
                            name == null ? last.toString() : name,
                            new PutRequest.FileFacts(
                                    source.type(),
                                    source.mode(),
                                    source.modified(),
                                    source.sizeBytes()));
            return put(request, source);
        }
    }

    private PutRequest request(String called, PutRequest.FileFacts facts) {
        int nameBytes = called.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes == 0 || nameBytes > PutRequest.MAX_NAME_BYTES) {
            throw new UsageException(
                    "a name has 1 to "
                            + PutRequest.MAX_NAME_BYTES
                            + " bytes, this has "
                            + nameBytes);
        }
        if (readers.size() > MAX_READERS) {
            throw new UsageException(
                    "an object has at most 64 readers, its owner among them: --public-key at most "
                            + MAX_READERS
                            + " times");
        }
        if (minMachines != null && minMachines < 1) {
            throw new UsageException("--min-machines is at least 1");
        }
        return new PutRequest(
                called,
                tags.stream().filter(tag -> !tag.isBlank()).distinct().toList(),
                readers.stream().map(text -> ReaderKeys.parse("--public-key", text)).toList(),
                new PutRequest.Spread(
                        parsedScheme(scheme),
                        minMachines == null ? OptionalInt.empty() : OptionalInt.of(minMachines),
                        parsedBlockSize()),
                facts);
    }

    private OptionalInt parsedBlockSize() {
        String text = blockSize;
        if (text == null) {
            return OptionalInt.empty();
        }
        OptionalLong bytes = ByteSize.parse(text);
        if (bytes.isEmpty() || !PutRequest.Spread.isBlockSize(bytes.getAsLong())) {
            throw new UsageException(
                    "--block-size " + text + " is not a power of two from 16KiB to 1MiB");
        }
        return OptionalInt.of((int) bytes.getAsLong());
    }

    /** A scheme as it is typed; empty for the one that fits. */
    static Optional<Scheme> parsedScheme(String scheme) {
        if (scheme.equals("auto")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Scheme.parse(scheme));
        } catch (IllegalArgumentException malformed) {
            throw new UsageException("--scheme " + scheme + " is not K+M such as 4+2, nor auto");
        }
    }

    private int put(PutRequest request, ByteSource source) {
        return context.nodes().online("put", node -> put(node, request, source));
    }

    private int put(Node node, PutRequest request, ByteSource source) {
        PutOutcome outcome = Waits.forOutcome(context, "put", node.objects().put(request, source));
        if (context.json()) {
            context.print(Json.of(outcome, request.name()).toString());
        } else {
            Text.of(outcome).forEach(context::print);
        }
        return Shardmesh.DONE;
    }
}
