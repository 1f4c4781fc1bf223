package io.shardmesh.node.reputation;

import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.RecordLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The file {@code reputation} in a home, replaced as a whole. It is not synced: a power loss may
 * take it or tear it, which costs an opinion that is soon made again, while a sync would cost every
 * short command. What is damaged is set aside and never stops a start. On the strand.
 */
public final class ReputationFile {
    private static final String PATH = "reputation";
    private static final String NEW = PATH + ".new";
    private static final String DAMAGED = PATH + ".damaged";

    private final FilePort files;
    private final SavedReputation remembered;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    private ReputationFile(FilePort files, SavedReputation remembered) {
        this.files = files;
        this.remembered = remembered;
    }

    /** Reads what an earlier run has left; the root of {@code files} is the home. Never fails. */
    public static CompletableFuture<ReputationFile> open(FilePort files, Journal journal) {
        return files.info(PATH)
                .thenCompose(info ->
                        info.isEmpty()
                                ? CompletableFuture.completedFuture(SavedReputation.NONE)
                                : read(files).thenApply(SavedReputation::decode))
                .exceptionallyCompose(trouble -> setAside(files, journal, trouble))
                .thenApply(saved -> new ReputationFile(files, saved));
    }

    private static CompletableFuture<byte[]> read(FilePort files) {
        // One byte more than there may be, so that a longer file is refused and not cut.
        ByteBuffer content = ByteBuffer.allocate(RecordLimits.REPUTATION_BYTES + 1);
        return files.open(PATH, OpenMode.READ)
                .thenCompose(file ->
                        Async.loop(() -> more(file, content)).thenCompose(read -> file.close()))
                .thenApply(closed -> Arrays.copyOf(content.array(), content.position()));
    }

    private static CompletableFuture<Boolean> more(FileHandle file, ByteBuffer content) {
        return content.hasRemaining()
                ? file.read(content.position(), content).thenApply(count -> count >= 0)
                : CompletableFuture.completedFuture(false);
    }

    private static CompletableFuture<SavedReputation> setAside(
            FilePort files, Journal journal, Throwable trouble) {
        Throwable why = Async.unwrap(trouble);
        journal.warn(
                "what was remembered of other peers cannot be used (%s); it is set aside as %s"
                        .formatted(
                                why instanceof MalformedRecordException
                                        ? why.getMessage()
                                        : Async.failureOf(why),
                                DAMAGED));
        return files.rename(PATH, DAMAGED).handle((done, again) -> SavedReputation.NONE);
    }

    /** What an earlier run has left. */
    SavedReputation remembered() {
        return remembered;
    }

    /** Replaces it, after what was given before. Fails as the files do. */
    CompletableFuture<Void> save(SavedReputation saved) {
        tail =
                tail.handle((before, trouble) -> true)
                        .thenCompose(turn -> replace(ByteBuffer.wrap(saved.encode())));
        return tail;
    }

    private CompletableFuture<Void> replace(ByteBuffer content) {
        return files.open(NEW, OpenMode.CREATE)
                .thenCompose(file ->
                        file.truncate(0)
                                .thenCompose(empty -> file.write(0, content))
                                .thenCompose(written -> file.close()))
                .thenCompose(closed -> files.rename(NEW, PATH));
    }
}
