package io.shardmesh.node.store;

import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to packs by group commit: while one batch is being synced the next one gathers,
 * so however many wait, there is one sync at a time and each serves all that came before it.
 *
 * <p>After a failed write or sync nobody knows what the file holds, so it is never written again;
 * the next batch starts a new pack.
 */
final class PackWriter {
    static final String PACKS = "packs";

    private final FilePort files;
    private final ShardIndex index;
    private final StoreConfig config;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private long nextNumber;
    private @Nullable Pack pack;
    private boolean writing;
    private @Nullable CompletableFuture<Void> idle;

    /** An entry on its way. */
    private record Pending(PackEntry entry, CompletableFuture<Void> done) {
        int entryBytes() {
            return entry.entryBytes();
        }
    }

    /** The pack that is appended to. */
    private static final class Pack {
        final long number;
        final FileHandle file;
        long endOffset;

        Pack(long number, FileHandle file, long endOffset) {
            this.number = number;
            this.file = file;
            this.endOffset = endOffset;
        }
    }

    PackWriter(FilePort files, ShardIndex index, StoreConfig config, long nextNumber) {
        this.files = files;
        this.index = index;
        this.config = config;
        this.nextNumber = nextNumber;
    }

    /** Goes on at the end of a pack that is valid to its last byte. */
    CompletableFuture<Void> resume(PackMark end) {
        return files.open(path(end.packNumber()), OpenMode.READ_WRITE)
                .thenAccept(file -> pack = new Pack(end.packNumber(), file, end.indexedBytes()));
    }

    static String path(long packNumber) {
        return FilePath.join(PACKS, PackFormat.fileName(packNumber));
    }

    /** Done when the entry is on the medium and in the index. */
    CompletableFuture<Void> append(PackEntry entry) {
        Pending added = new Pending(entry, new CompletableFuture<>());
        waiting.add(added);
        writeNext();
        return added.done();
    }

    /** True for the pack that may be appended to. */
    boolean isOpen(long packNumber) {
        return pack != null && pack.number == packNumber;
    }

    /** What comes next goes into a new pack, unless something is being written just now. */
    CompletableFuture<Void> roll() {
        return writing ? done() : leave();
    }

    /** Waits until all is written. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        idle = end;
        tellIdle();
        return end.thenCompose(_ -> leave());
    }

    private void tellIdle() {
        if (idle != null && !writing) {
            idle.complete(null);
        }
    }

    private void writeNext() {
        if (writing || waiting.isEmpty()) {
            tellIdle();
            return;
        }
        writing = true;
        List<Pending> batch = takeBatch();
        var _ =
                withoutDeadMoves(batch)
                        .thenCompose(live ->
                                live.isEmpty()
                                        ? done()
                                        : packWithRoom().thenCompose(into -> write(into, live)))
                        .handle((_, thrown) -> thrown)
                        .thenCompose(this::leaveAfter)
                        .thenAccept(thrown -> finish(batch, thrown));
    }

    private List<Pending> takeBatch() {
        List<Pending> batch = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty()
                && (batch.isEmpty()
                        || bytes + waiting.element().entryBytes() <= config.batchBytes())) {
            Pending next = waiting.remove();
            bytes += next.entryBytes();
            batch.add(next);
        }
        return batch;
    }

    /**
     * Moves come first and only as far as rows still point to where they come from. All that was
     * written before this batch is in the index, and what is in it lies behind them: so a copy
     * never counts more than something newer. The moves of a batch come from one pack.
     */
    private CompletableFuture<List<PackEntry>> withoutDeadMoves(List<Pending> batch) {
        List<PackEntry.Move> moves = new ArrayList<>();
        List<PackEntry> others = new ArrayList<>();
        for (Pending pending : batch) {
            if (pending.entry() instanceof PackEntry.Move move) {
                moves.add(move);
            } else {
                others.add(pending.entry());
            }
        }
        if (moves.isEmpty()) {
            return CompletableFuture.completedFuture(others);
        }
        ShardLocation.InPack first = moves.getFirst().from();
        return index.liveOffsets(
                        first.packNumber(), first.offset(), moves.getLast().from().offset())
                .thenApply(live -> {
                    List<PackEntry> all = new ArrayList<>();
                    moves.stream()
                            .filter(move -> live.contains(move.from().offset()))
                            .forEach(all::add);
                    all.addAll(others);
                    return all;
                });
    }

    private CompletableFuture<Pack> packWithRoom() {
        Pack current = pack;
        if (current != null && current.endOffset < config.packBytes()) {
            return CompletableFuture.completedFuture(current);
        }
        long number = nextNumber++;
        return leave().thenCompose(_ -> files.open(path(number), OpenMode.CREATE_NEW))
                .thenApply(file -> pack = new Pack(number, file, 0));
    }

    private CompletableFuture<Void> write(Pack into, List<PackEntry> batch) {
        boolean isNew = into.endOffset == 0;
        long start = into.endOffset;
        int entriesBytes = batch.stream().mapToInt(PackEntry::entryBytes).sum();
        ByteBuffer out = ByteBuffer.allocate(entriesBytes + (isNew ? PackFormat.HEADER_BYTES : 0));
        if (isNew) {
            PackFormat.writeHeader(out, into.number);
        }
        List<IndexStep> steps = new ArrayList<>();
        for (PackEntry entry : batch) {
            long offset = start + out.position();
            PackFormat.writeEntry(
                    out, entry.kind(), entry.payload(into.number), into.number, offset);
            steps.add(
                    entry.step(new ShardLocation.InPack(into.number, offset, entry.entryBytes())));
        }
        into.endOffset = start + out.position();
        PackMark mark = new PackMark(into.number, into.endOffset);
        return into.file
                .writeSynced(start, out.flip())
                .thenCompose(_ -> isNew ? files.syncDirectory(PACKS) : done())
                .thenCompose(_ -> index.apply(IndexChange.packed(steps, mark)));
    }

    private CompletableFuture<Optional<Throwable>> leaveAfter(@Nullable Throwable thrown) {
        return thrown == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : leave().thenApply(_ -> Optional.of(thrown));
    }

    /** Closes the current pack, if any. What close says does not matter: all is synced or lost. */
    private CompletableFuture<Void> leave() {
        Pack left = pack;
        pack = null;
        return left == null ? done() : left.file.close().exceptionallyCompose(_ -> done());
    }

    /**
     * What those who are told append at once still goes into the next batch: else it would begin
     * with what the first of them has, and all others would wait for the one after it.
     */
    private void finish(List<Pending> batch, Optional<Throwable> thrown) {
        for (Pending pending : batch) {
            if (thrown.isPresent()) {
                pending.done().completeExceptionally(thrown.get());
            } else {
                pending.done().complete(null);
            }
        }
        writing = false;
        writeNext();
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
