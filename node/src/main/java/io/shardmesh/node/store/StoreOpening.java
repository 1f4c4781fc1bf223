package io.shardmesh.node.store;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.io.FilePort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What happens between two lives of a store: the tree is made or completed, tmp is emptied, and the
 * index is compared with packs and shard files, which are the truth.
 */
final class StoreOpening {
    private static final List<String> DIRECTORIES =
            List.of("", ShardFiles.OBJECTS, StoreFiles.TMP, PackWriter.PACKS, SetAside.DAMAGED);

    private final StorePorts ports;
    private final StoreConfig config;
    private final StoreFiles files;
    private final SetAside setAside;
    private int droppedCount;

    /** The parts of the store that opening has made. */
    record Result(
            StoreFiles files,
            SetAside setAside,
            PackWriter packs,
            Map<VerifyingKey, IndexTotals> totals,
            StoreReport report) {}

    private StoreOpening(StorePorts ports, StoreConfig config) {
        this.ports = ports;
        this.config = config;
        this.files = new StoreFiles(ports.files());
        this.setAside = new SetAside(files, ports.problems());
    }

    static CompletableFuture<Result> run(StorePorts ports, StoreConfig config) {
        return new StoreOpening(ports, config).run();
    }

    private CompletableFuture<Result> run() {
        PacksCheck packs = new PacksCheck(files, ports.index(), setAside);
        TreeCheck tree = new TreeCheck(files, ports.index(), setAside);
        return makeDirectories()
                .thenCompose(_ -> emptyTmp())
                .thenCompose(_ -> packs.run())
                .thenCompose(_ -> tree.run())
                .thenCompose(_ -> writer(packs))
                .thenCompose(writer ->
                        ports.index()
                                .totals()
                                .thenApply(totals -> result(packs, tree, writer, totals)));
    }

    private CompletableFuture<Void> makeDirectories() {
        FilePort port = ports.files();
        return Steps.forEach(DIRECTORIES, port::createDirectories)
                .thenCompose(_ -> port.syncDirectory(""))
                .exceptionallyCompose(this::goOnWithWhatIsThere);
    }

    /**
     * Where nothing may be written there may still be much to read. After any other failure nobody
     * knows whether the names are on the medium, and what is put below them would not be safe.
     */
    private CompletableFuture<Void> goOnWithWhatIsThere(Throwable thrown) {
        Failure failure = RecordReading.failure(thrown);
        if (failure.kind() != FailureKind.PERMISSION) {
            return CompletableFuture.failedFuture(failure.exception());
        }
        return Steps.forEach(DIRECTORIES, path -> ports.files().list(path).thenAccept(_ -> {}))
                .exceptionallyCompose(_ -> CompletableFuture.failedFuture(failure.exception()))
                .thenAccept(_ -> setAside.report(failure.subject(), unwritable(failure)));
    }

    private CompletableFuture<Void> emptyTmp() {
        return ports.files().list(StoreFiles.TMP).thenCompose(this::emptyTmp);
    }

    private CompletableFuture<Void> emptyTmp(List<FileInfo> left) {
        droppedCount = left.size();
        return Steps.forEach(left, file -> files.drop(FilePath.join(StoreFiles.TMP, file.name())));
    }

    private CompletableFuture<PackWriter> writer(PacksCheck packs) {
        PackWriter writer =
                new PackWriter(ports.files(), ports.index(), config, packs.nextNumber());
        return packs.end()
                .filter(end -> end.indexedBytes() < config.packBytes())
                .map(end -> resume(writer, end))
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenApply(_ -> writer);
    }

    /** Into a pack of an earlier version nothing is written any more. */
    private CompletableFuture<Void> resume(PackWriter writer, PackMark end) {
        return files.readAt(PackWriter.path(end.packNumber()), 0, PackFormat.HEADER_BYTES)
                .thenCompose(header ->
                        PackFormat.isOfThisVersion(header)
                                ? writer.resume(end)
                                : CompletableFuture.completedFuture(null))
                .exceptionally(thrown -> goOnWithoutIt(end, thrown));
    }

    /** The next entry goes to a new pack, if one can be made. */
    @SuppressWarnings("NullAway") // a Void has no other value
    private Void goOnWithoutIt(PackMark end, Throwable thrown) {
        Failure failure = RecordReading.failure(thrown);
        setAside.report(PackWriter.path(end.packNumber()), unwritable(failure));
        return null;
    }

    private static String unwritable(Failure failure) {
        return "cannot be written: " + failure.cause() + "; check the disk, owner and mode";
    }

    private Result result(
            PacksCheck packs,
            TreeCheck tree,
            PackWriter writer,
            Map<VerifyingKey, IndexTotals> totals) {
        long shardCount = totals.values().stream().mapToLong(IndexTotals::shardCount).sum();
        int indexedCount = packs.indexedCount() + tree.indexedCount();
        boolean rebuilt = packs.cleared() || (indexedCount > 0 && indexedCount == shardCount);
        StoreReport report =
                new StoreReport(
                        setAside.endOfOpening(),
                        droppedCount + packs.droppedCount() + tree.droppedCount(),
                        rebuilt,
                        indexedCount);
        return new Result(files, setAside, writer, totals, report);
    }
}
