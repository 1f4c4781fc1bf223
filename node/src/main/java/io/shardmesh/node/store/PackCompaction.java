package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.record.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives back the room of entries that no longer count. Packs of which less than half is live are
 * rewritten one after the other, the oldest first:
 *
 * <ol>
 *   <li>what is live is copied, batch by batch, through the writer's queue, and so synced and
 *       indexed,
 *   <li>the index forgets the pack, on the medium: a pack that it knows and that lacks would be
 *       taken for damage,
 *   <li>the pack is deleted and its directory synced,
 *   <li>withdrawals that concerned no pack that is left leave the index.
 * </ol>
 *
 * <p>Others read and write meanwhile. A crash at any point leaves copies that say the same.
 */
final class PackCompaction {
    /** Rows that are asked for at once. */
    private static final int PAGE_COUNT = 256;

    /** The pack that is appended to is closed for it only when it has this part of the most. */
    private static final int LARGE_PART = 4;

    private final StoreParts parts;
    private final StoreConfig config;
    private final RecordReading records;
    private boolean closed;
    private @Nullable CompletableFuture<Long> running;

    /** A pack to be rewritten. */
    private record Candidate(long number, long sizeBytes, long liveBytes) {}

    /** Packs that are there, with their lengths, and what rows point to. */
    private record Survey(SortedMap<Long, Long> sizes, Map<Long, Long> live, Set<Long> indexed) {}

    PackCompaction(StoreParts parts, StoreConfig config, RecordReading records) {
        this.parts = parts;
        this.config = config;
        this.records = records;
    }

    /** Bytes that the disk has back; whoever asks meanwhile gets the same answer. */
    CompletableFuture<Long> run() {
        if (running != null) {
            return running;
        }
        CompletableFuture<Long> run = new Run().run();
        if (!run.isDone()) {
            running = run;
            var _ = run.whenComplete((_, _) -> running = null);
        }
        return run;
    }

    /** Stops behind the batch that is being copied. */
    CompletableFuture<Void> close() {
        closed = true;
        return running == null ? CompletableFuture.completedFuture(null) : Steps.settled(running);
    }

    private final class Run {
        private final Set<Long> tried = new HashSet<>();
        private long freedBytes;

        CompletableFuture<Long> run() {
            return Steps.whileTrue(() -> survey().thenCompose(this::rewriteNext))
                    .thenApply(_ -> freedBytes);
        }

        private CompletableFuture<Boolean> rewriteNext(Survey survey) {
            Optional<Candidate> next = closed ? Optional.empty() : next(survey);
            if (next.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            Candidate candidate = next.get();
            tried.add(candidate.number());
            CompletableFuture<Void> rolled =
                    parts.packs().isOpen(candidate.number())
                            ? parts.packs().roll()
                            : CompletableFuture.completedFuture(null);
            return rolled.thenCompose(_ ->
                            parts.packs().isOpen(candidate.number())
                                    ? CompletableFuture.<Void>completedFuture(null)
                                    : rewrite(candidate))
                    .thenApply(_ -> true);
        }

        private Optional<Candidate> next(Survey survey) {
            return survey.sizes().entrySet().stream()
                    .filter(pack -> !tried.contains(pack.getKey()))
                    .filter(pack -> survey.indexed().contains(pack.getKey()))
                    .map(pack ->
                            new Candidate(
                                    pack.getKey(),
                                    pack.getValue(),
                                    survey.live().getOrDefault(pack.getKey(), 0L)))
                    .filter(this::isMostlyDead)
                    .findFirst();
        }

        private boolean isMostlyDead(Candidate pack) {
            boolean mayGo =
                    !parts.packs().isOpen(pack.number())
                            || pack.sizeBytes() >= config.packBytes() / LARGE_PART;
            return mayGo && pack.liveBytes() < (pack.sizeBytes() - PackFormat.HEADER_BYTES) / 2;
        }

        private CompletableFuture<Void> rewrite(Candidate pack) {
            return new Copying(pack.number())
                    .run()
                    .thenCompose(copiedBytes ->
                            copiedBytes.isEmpty()
                                    ? CompletableFuture.completedFuture(null)
                                    : delete(pack)
                                            .thenAccept(_ ->
                                                    freedBytes +=
                                                            pack.sizeBytes()
                                                                    - copiedBytes.getAsLong()));
        }
    }

    private CompletableFuture<Survey> survey() {
        ShardIndex index = parts.index();
        return parts.files()
                .port()
                .list(PackWriter.PACKS)
                .thenCompose(found ->
                        index.marks()
                                .thenCombine(
                                        index.liveBytes(),
                                        (marks, live) ->
                                                new Survey(sizes(found), live, numbers(marks))));
    }

    private static SortedMap<Long, Long> sizes(List<FileInfo> found) {
        TreeMap<Long, Long> sizes = new TreeMap<>();
        for (FileInfo file : found) {
            PackFormat.parseFileName(file.name())
                    .ifPresent(number -> sizes.put(number, file.sizeBytes()));
        }
        return sizes;
    }

    private static Set<Long> numbers(List<PackMark> marks) {
        Set<Long> numbers = new HashSet<>();
        marks.forEach(mark -> numbers.add(mark.packNumber()));
        return numbers;
    }

    private CompletableFuture<Void> delete(Candidate pack) {
        ShardIndex index = parts.index();
        return index.apply(IndexChange.of(new IndexStep.DropPack(pack.number())))
                .thenCompose(_ -> index.sync())
                .thenCompose(_ -> parts.files().port().delete(PackWriter.path(pack.number())))
                .thenCompose(_ -> parts.files().port().syncDirectory(PackWriter.PACKS))
                .thenCompose(_ -> survey())
                .thenCompose(survey ->
                        survey.sizes().isEmpty()
                                ? CompletableFuture.completedFuture(null)
                                : index.apply(
                                        IndexChange.of(
                                                new IndexStep.EndWithdrawals(
                                                        survey.sizes().firstKey()))));
    }

    /** Copies what is live in one pack. */
    private final class Copying {
        private final long number;
        private long nextOffset;
        private long copiedBytes;

        Copying(long number) {
            this.number = number;
        }

        /** How much was copied; empty when something had to stay. */
        CompletableFuture<OptionalLong> run() {
            return Steps.whileTrue(this::copyPage)
                    .thenCompose(_ -> parts.index().liveIn(number, 0, 1))
                    .thenApply(left ->
                            left.isEmpty() ? OptionalLong.of(copiedBytes) : OptionalLong.empty());
        }

        private CompletableFuture<Boolean> copyPage() {
            if (closed) {
                return CompletableFuture.completedFuture(false);
            }
            return parts.index()
                    .liveIn(number, nextOffset, PAGE_COUNT)
                    .thenCompose(page -> {
                        List<IndexStep> batch = firstBatch(page);
                        return batch.isEmpty()
                                ? CompletableFuture.completedFuture(false)
                                : copy(batch).thenApply(_ -> true);
                    });
        }

        /** As many of them as a batch may have bytes, one at least. */
        private List<IndexStep> firstBatch(List<IndexStep> page) {
            List<IndexStep> batch = new ArrayList<>();
            long bytes = 0;
            for (IndexStep row : page) {
                ShardLocation.InPack at = row.place().orElseThrow();
                if (!batch.isEmpty() && bytes + at.entryBytes() > config.batchBytes()) {
                    break;
                }
                bytes += at.entryBytes();
                nextOffset = at.offset() + 1;
                batch.add(row);
            }
            return batch;
        }

        private CompletableFuture<Void> copy(List<IndexStep> rows) {
            List<PackEntry.Move> moves = new ArrayList<>();
            return Steps.forEach(
                            rows, row -> move(row).thenAccept(move -> move.ifPresent(moves::add)))
                    .thenCompose(_ -> {
                        CompletableFuture<?>[] written =
                                moves.stream()
                                        .map(parts.packs()::append)
                                        .toArray(CompletableFuture<?>[]::new);
                        moves.forEach(move -> copiedBytes += move.entryBytes());
                        return CompletableFuture.allOf(written);
                    });
        }

        private CompletableFuture<Optional<PackEntry.Move>> move(IndexStep row) {
            return switch (row) {
                case IndexStep.Put(StoredShard shard) -> moveRecord(shard);
                case IndexStep.Bury(StoredTombstone tombstone) ->
                        CompletableFuture.completedFuture(Optional.of(PackEntry.move(tombstone)));
                case IndexStep.Withdraw(Withdrawal withdrawal) ->
                        CompletableFuture.completedFuture(Optional.of(PackEntry.move(withdrawal)));
                case IndexStep.Remove _, IndexStep.DropPack _, IndexStep.EndWithdrawals _ ->
                        throw new IllegalStateException("no row is made by " + row);
            };
        }

        /** A record that is damaged leaves the store, one that cannot be read keeps its pack. */
        private CompletableFuture<Optional<PackEntry.Move>> moveRecord(StoredShard row) {
            return RecordReading.bytes(parts.files(), row)
                    .thenApply(bytes -> Optional.of(moved(row, bytes)))
                    .exceptionallyCompose(thrown -> {
                        Failure failure = RecordReading.failure(thrown);
                        return records.check(row, failure).thenApply(_ -> Optional.empty());
                    });
        }

        private static PackEntry.Move moved(StoredShard row, byte[] record) {
            RecordReading.decode(record, row.name(), RecordReading.path(row));
            ShardLocation.InPack from = new IndexStep.Put(row).place().orElseThrow();
            return new PackEntry.Move(PackFormat.SHARD_RECORD, Bytes.of(record), from);
        }
    }
}
