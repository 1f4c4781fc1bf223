package io.shardmesh.node.object;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.GetOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.member.Members;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The holders that one get reads from, with what it has seen of each. Those that gave trouble are
 * asked last, never forgotten: a block that nobody else has may still be there.
 */
final class SourcePool {
    /** A holder whose connection broke this often in one get is left alone for the rest of it. */
    private static final int MAX_BREAKS = 3;

    private final Environment environment;
    private final Members members;
    private final List<Entry> entries;
    private final Function<PeerId, String> machines;
    private final Map<ShardSource, Failure> troubles = new LinkedHashMap<>();
    private long fetchedBytes;

    private static final class Entry {
        final ShardSource source;
        int penalty;
        int breaks;
        @Nullable CompletableFuture<BlockReader> reader;

        Entry(ShardSource source) {
            this.source = source;
        }
    }

    SourcePool(
            Environment environment,
            Members members,
            Function<PeerId, String> machines,
            List<ShardSource> sources) {
        this.environment = environment;
        this.members = members;
        this.machines = machines;
        this.entries = sources.stream().map(Entry::new).toList();
    }

    /** The usable sources for indexes outside {@code taken}, the most promising first. */
    List<ShardSource> candidates(Set<Integer> taken, Set<ShardSource> tried) {
        return usable().filter(entry -> !taken.contains(entry.source.index()))
                .filter(entry -> !tried.contains(entry.source))
                .sorted(
                        Comparator.<Entry>comparingInt(entry -> entry.penalty)
                                .thenComparingInt(entry -> entry.source.index()))
                .map(entry -> entry.source)
                .toList();
    }

    /** What went wrong so far, one line for each holder, in the order in which it happened. */
    List<String> troubles() {
        return troubles.values().stream().map(Failure::toString).toList();
    }

    /** The same for programs. */
    List<GetOutcome.ShardProblem> problems() {
        List<GetOutcome.ShardProblem> problems = new ArrayList<>();
        troubles.forEach((source, failure) ->
                problems.add(
                        new GetOutcome.ShardProblem(
                                source.index(),
                                source.holder(),
                                machines.apply(source.holder()),
                                failure.cause())));
        return problems;
    }

    /** Bytes of verified blocks so far. */
    long fetchedBytes() {
        return fetchedBytes;
    }

    /** A verified block. What goes wrong is noted against the holder and in the journal. */
    CompletableFuture<ByteBuffer> fetch(ShardSource source, long blockIndex) {
        Entry entry = entryOf(source);
        CompletableFuture<ByteBuffer> block =
                reader(entry).thenCompose(reader -> reader.fetch(blockIndex));
        return block.whenComplete((bytes, failure) -> {
            if (failure != null) {
                note(entry, Async.failureOf(failure));
            } else {
                fetchedBytes += bytes.remaining();
            }
        });
    }

    /** Notes that {@code source} keeps a get waiting; it is asked later than others from now on. */
    void slow(ShardSource source) {
        entryOf(source).penalty++;
    }

    void close() {
        for (Entry entry : entries) {
            CompletableFuture<BlockReader> reader = entry.reader;
            if (reader != null) {
                reader.thenAccept(BlockReader::close);
            }
        }
    }

    private CompletableFuture<BlockReader> reader(Entry entry) {
        CompletableFuture<BlockReader> open = entry.reader;
        if (open == null || open.isCompletedExceptionally()) {
            open =
                    members.open(entry.source.holder(), HolderProtocols.GET)
                            .thenApply(stream ->
                                    new BlockReader(environment, stream.messages(), entry.source));
            entry.reader = open;
        }
        return open;
    }

    private void note(Entry entry, Failure failure) {
        entry.penalty += 10;
        if (failure.kind() != FailureKind.DAMAGED && failure.kind() != FailureKind.NOT_FOUND) {
            entry.breaks++;
            CompletableFuture<BlockReader> reader = entry.reader;
            entry.reader = null;
            if (reader != null) {
                reader.thenAccept(BlockReader::close);
            }
        }
        if (troubles.put(entry.source, failure) == null) {
            environment
                    .journal()
                    .warn(failure + " (object " + entry.source.objectText() + "); using others");
        }
    }

    private Entry entryOf(ShardSource source) {
        return entries.stream()
                .filter(entry -> entry.source.equals(source))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Entry> usable() {
        return new ArrayList<>(entries).stream().filter(entry -> entry.breaks < MAX_BREAKS);
    }
}
