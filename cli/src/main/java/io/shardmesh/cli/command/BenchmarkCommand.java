package io.shardmesh.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.Interrupts;
import io.shardmesh.cli.UsageException;
import io.shardmesh.cli.render.Json;
import io.shardmesh.cli.render.Text;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.benchmark.Benchmark;
import io.shardmesh.node.benchmark.BenchmarkPlan;
import io.shardmesh.node.benchmark.Suite;
import io.shardmesh.node.config.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "benchmark",
        description = {
            "Measure what this machine can do, each figure beside what bounds it here.",
            "Touches no home; files go below --dir and are removed."
        })
final class BenchmarkCommand implements Callable<Integer> {
    private static final long MAX_FILE_BYTES = 64L << 30;
    private static final int MAX_ITERATIONS = 1000;
    private static final Duration SPAN = Duration.ofMillis(300);

    private final CommandContext context;

    @Parameters(
            arity = "0..*",
            paramLabel = "SUITE",
            description =
                    "hash, erasure, seal, channel, messages, store, io or latency (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--file-size",
            paramLabel = "BYTES",
            description = "What store and io write (default: 256M).")
    private String fileSize = "256M";

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "How often each thing is measured; the median counts (default: 5).")
    private int iterationCount = 5;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where store, io and latency write (default: the temporary directory).")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    BenchmarkCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Suite> suites = suites();
        OptionalLong fileBytes = ByteSize.parse(fileSize);
        if (fileBytes.isEmpty()
                || fileBytes.getAsLong() < 1
                || fileBytes.getAsLong() > MAX_FILE_BYTES) {
            throw new UsageException("--file-size is 1 to 64G, not " + fileSize);
        }
        if (iterationCount < 1 || iterationCount > MAX_ITERATIONS) {
            throw new UsageException("--iterations is 1 to " + MAX_ITERATIONS);
        }
        try (ScratchFolder scratch = ScratchFolder.in(folder);
                var _ = Interrupts.running(scratch::abandon)) {
            BenchmarkPlan plan =
                    new BenchmarkPlan(
                            fileBytes.getAsLong(),
                            iterationCount,
                            SPAN,
                            scratch.path(),
                            NodeLauncher.random());
            if (context.json()) {
                printJson(suites, plan);
            } else {
                Benchmark.run(suites, plan, figure -> context.print(Text.of(figure)));
            }
        }
        return Shardmesh.DONE;
    }

    private List<Suite> suites() {
        if (names.isEmpty()) {
            return Arrays.asList(Suite.values());
        }
        return names.stream().distinct().map(BenchmarkCommand::suite).sorted().toList();
    }

    private static Suite suite(String name) {
        return Suite.parse(name)
                .orElseThrow(() ->
                        new UsageException(
                                name
                                        + " is no suite; there are "
                                        + Arrays.toString(Suite.values())));
    }

    private void printJson(List<Suite> suites, BenchmarkPlan plan) {
        ObjectNode json = Json.object();
        json.put("java", Runtime.version().toString());
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("blake3", Blake3.kernelName());
        json.put("erasure", ErasureCode.kernelName());
        json.put("fileBytes", plan.fileBytes());
        json.put("iterations", plan.iterationCount());
        ArrayNode figures = json.putArray("figures");
        Benchmark.run(suites, plan, figure -> figures.add(Json.of(figure)));
        context.print(json.toString());
    }
}
