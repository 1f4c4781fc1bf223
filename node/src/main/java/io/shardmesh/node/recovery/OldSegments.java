package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.care.Caretaker;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Settled;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Segments that no head names any more. They are deleted like any object of the owner's, but only
 * when most holders have the head that does without them: until then somebody may read by the one
 * before. What is forgotten by a restart in between goes when its lease ends. On the strand.
 */
final class OldSegments {
    /** Many hours of holders that cannot be reached; what comes then waits for its lease to end. */
    private static final int MAX_COUNT = 1024;

    private final Caretaker caretaker;
    private final SigningKey owner;
    private final Set<Digest> keys = new LinkedHashSet<>();

    OldSegments(Caretaker caretaker, SigningKey owner) {
        this.caretaker = caretaker;
        this.owner = owner;
    }

    /** Takes note of what {@code newer} does without. */
    void replaced(LogSegments older, LogSegments newer) {
        List<Digest> named = newer.segments().stream().map(Segment::objectKey).toList();
        older.segments().stream()
                .map(Segment::objectKey)
                .filter(key -> !named.contains(key))
                .limit(MAX_COUNT - keys.size())
                .forEach(keys::add);
    }

    /** Deletes all of them; those that cannot be deleted now are kept in mind. Never fails. */
    CompletableFuture<Void> delete() {
        return Async.settled(List.copyOf(keys).stream().map(this::delete).toList())
                .thenAccept((List<Settled<Void>> ends) -> {});
    }

    private CompletableFuture<Void> delete(Digest key) {
        return caretaker
                .delete(key, owner, Set.of())
                .handle((deleted, trouble) -> {
                    if (trouble == null
                            || Async.failureOf(trouble).kind() == FailureKind.NOT_FOUND) {
                        keys.remove(key);
                    }
                    return null;
                });
    }
}
