package io.shardmesh.node.recovery;

import io.shardmesh.node.core.Async;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.CatalogHead;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.SignedCatalogHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Heads in the folder {@code heads} of a home, one file for each device of an owner, replaced as a
 * whole: the new one is synced under another name, renamed, and the folder synced. On the strand.
 */
public final class HeadFiles {
    private static final String ROOT = "";
    private static final String FOLDER = "heads";
    private static final String SUFFIX = ".head";

    /** More than any mesh has owners, and its owners homes. */
    private static final int MAX_COUNT = 10_000;

    private final FilePort files;
    private CompletableFuture<?> tail = CompletableFuture.completedFuture(null);

    private List<SignedCatalogHead> known = List.of();

    private HeadFiles(FilePort files) {
        this.files = files;
    }

    /** Reads what an earlier run has left; the root of {@code files} is the home. */
    public static CompletableFuture<HeadFiles> open(FilePort files) {
        HeadFiles heads = new HeadFiles(files);
        return heads.read()
                .thenApply(read -> {
                    heads.known = read;
                    return heads;
                });
    }

    /** What an earlier run has left. */
    List<SignedCatalogHead> known() {
        return known;
    }

    /** All that an earlier run has left; what is damaged is passed over, others have it too. */
    private CompletableFuture<List<SignedCatalogHead>> read() {
        List<SignedCatalogHead> found = new ArrayList<>();
        return files.createDirectories(FOLDER)
                .thenCompose(made -> files.syncDirectory(ROOT))
                .thenCompose(synced -> files.list(FOLDER))
                .thenCompose(entries -> readAll(entries, found))
                .thenApply(done -> List.copyOf(found));
    }

    private CompletableFuture<Void> readAll(List<FileInfo> entries, List<SignedCatalogHead> found) {
        CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
        for (FileInfo entry : entries) {
            if (entry.name().endsWith(SUFFIX) && found.size() < MAX_COUNT) {
                reading =
                        reading.thenCompose(before -> read(FOLDER + "/" + entry.name()))
                                .thenAccept(head -> head.ifPresent(found::add));
            }
        }
        return reading;
    }

    private CompletableFuture<Optional<SignedCatalogHead>> read(String path) {
        ByteBuffer content = ByteBuffer.allocate(RecordLimits.CATALOG_HEAD_BYTES);
        return files.open(path, OpenMode.READ)
                .thenCompose(file ->
                        Async.loop(() -> more(file, content)).thenCompose(read -> file.close()))
                .thenApply(closed -> decode(Arrays.copyOf(content.array(), content.position())))
                .exceptionally(unreadable -> Optional.empty());
    }

    private static CompletableFuture<Boolean> more(FileHandle file, ByteBuffer content) {
        return content.hasRemaining()
                ? file.read(content.position(), content).thenApply(count -> count >= 0)
                : CompletableFuture.completedFuture(false);
    }

    private static Optional<SignedCatalogHead> decode(byte[] bytes) {
        try {
            return Optional.of(SignedCatalogHead.decode(bytes));
        } catch (MalformedRecordException damaged) {
            return Optional.empty();
        }
    }

    /** Keeps the head for good, in the place of an older one. */
    CompletableFuture<Void> save(SignedCatalogHead head) {
        CompletableFuture<Void> saved =
                tail.handle((before, trouble) -> true).thenCompose(turn -> replace(head));
        tail = saved;
        return saved;
    }

    private CompletableFuture<Void> replace(SignedCatalogHead head) {
        String path = path(head.head());
        String temporary = path + ".new";
        return files.open(temporary, OpenMode.CREATE)
                .thenCompose(file ->
                        file.truncate(0)
                                .thenCompose(empty -> file.write(0, ByteBuffer.wrap(head.encode())))
                                .thenCompose(written -> file.sync())
                                .thenCompose(synced -> file.close()))
                .thenCompose(closed -> files.rename(temporary, path))
                .thenCompose(renamed -> files.syncDirectory(FOLDER));
    }

    /** Completes when all that was given so far has been kept, or could not be. */
    public CompletableFuture<Void> flushed() {
        return tail.handle((done, trouble) -> null);
    }

    private static String path(CatalogHead head) {
        HexFormat hex = HexFormat.of();
        return FOLDER
                + "/"
                + hex.formatHex(head.owner().bytes())
                + "-"
                + hex.formatHex(head.device().toArray())
                + SUFFIX;
    }
}
