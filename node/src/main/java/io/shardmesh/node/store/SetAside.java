package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.io.FilePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Moves what is damaged out of the way, where a person can look at it, and tells about it. */
final class SetAside {
    static final String DAMAGED = "damaged";

    private final StoreFiles files;
    private final Consumer<Problem> listener;
    private final List<Problem> problems = new ArrayList<>();
    private boolean collecting = true;

    SetAside(StoreFiles files, Consumer<Problem> listener) {
        this.files = files;
        this.listener = listener;
    }

    /** What was told until now; from here on problems go to the listener alone. */
    List<Problem> endOfOpening() {
        collecting = false;
        List<Problem> all = List.copyOf(problems);
        problems.clear();
        return all;
    }

    /** Tells of damage where there is nothing to keep. */
    void report(String path, String cause) {
        report(new Problem(path, cause, ""));
    }

    /** Moves the file away. */
    CompletableFuture<Void> move(String path, String cause) {
        return freeName(FilePath.name(path), 1)
                .thenCompose(target ->
                        files.port()
                                .rename(path, target)
                                .thenAccept(_ -> report(new Problem(path, cause, target))))
                .exceptionallyCompose(thrown -> stays(path, cause, thrown));
    }

    /** A disk that does not even do that is no reason not to start. */
    private CompletableFuture<Void> stays(String path, String cause, Throwable thrown) {
        Failure failure = RecordReading.failure(thrown);
        report(path, cause + "; it cannot be moved away: " + failure.cause());
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Moves away what is there of a shard's files; when nothing is, that is reported all the same.
     */
    CompletableFuture<Void> moveShard(ShardFiles shard, String cause) {
        List<String> left = new ArrayList<>();
        String record = shard.path(ShardFiles.Part.RECORD);
        return Steps.forEach(
                        List.of(ShardFiles.Part.values()),
                        part ->
                                files.port()
                                        .info(shard.path(part))
                                        .thenAccept(found ->
                                                found.ifPresent(_ -> left.add(shard.path(part)))))
                .thenCompose(_ -> Steps.forEach(left, path -> move(path, cause)))
                .thenAccept(_ -> {
                    if (left.isEmpty()) {
                        report(record, cause);
                    }
                });
    }

    /** Keeps a copy of a part of a file. */
    CompletableFuture<Void> keep(String path, String name, ByteBuffer bytes, String cause) {
        return freeName(name, 1)
                .thenCompose(target ->
                        files.writeNew(target, bytes, false)
                                .thenAccept(_ -> report(new Problem(path, cause, target))))
                .exceptionallyCompose(thrown -> stays(path, cause, thrown));
    }

    private CompletableFuture<String> freeName(String name, int number) {
        String target = DAMAGED + "/" + name + (number == 1 ? "" : "." + number);
        return files.port()
                .info(target)
                .thenCompose(found ->
                        found.isEmpty()
                                ? CompletableFuture.completedFuture(target)
                                : freeName(name, number + 1));
    }

    private void report(Problem problem) {
        if (collecting) {
            problems.add(problem);
        }
        listener.accept(problem);
    }
}
