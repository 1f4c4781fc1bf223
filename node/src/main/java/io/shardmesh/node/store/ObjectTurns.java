package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.record.ShardName;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets changes of one shard happen one after the other, and changes of a whole object alone. So
 * what a change has read in the index still holds when it writes. Changes of other objects do not
 * wait for each other.
 */
final class ObjectTurns {
    private final Map<Digest, Line> lines = new HashMap<>();

    /** Does the work when no change of the shard or of its whole object is under way. */
    <T> CompletableFuture<T> ofShard(ShardName name, Supplier<CompletableFuture<T>> work) {
        return line(name.objectKey()).add(new Turn<>(name.index(), work));
    }

    /** Does the work when no change of the object or of any of its shards is under way. */
    <T> CompletableFuture<T> ofObject(Digest objectKey, Supplier<CompletableFuture<T>> work) {
        return line(objectKey).add(new Turn<>(Turn.WHOLE, work));
    }

    private Line line(Digest objectKey) {
        return lines.computeIfAbsent(objectKey, Line::new);
    }

    /** A change that waits or is under way. */
    private record Turn<T>(
            int shardIndex, Supplier<CompletableFuture<T>> work, CompletableFuture<T> done) {
        static final int WHOLE = -1;

        Turn(int shardIndex, Supplier<CompletableFuture<T>> work) {
            this(shardIndex, work, new CompletableFuture<>());
        }
    }

    /** The changes of one object, in the order of their coming. */
    private final class Line {
        private final Digest objectKey;
        private final ArrayDeque<Turn<?>> waiting = new ArrayDeque<>();

        /** Shards whose change is under way; WHOLE alone for one of the object. */
        private final Set<Integer> running = new HashSet<>();

        /**
         * True while the loop below runs, which a change that is done at once would enter again.
         */
        private boolean starting;

        Line(Digest objectKey) {
            this.objectKey = objectKey;
        }

        <T> CompletableFuture<T> add(Turn<T> turn) {
            waiting.add(turn);
            startNext();
            return turn.done();
        }

        private void startNext() {
            if (starting) {
                return;
            }
            starting = true;
            while (!waiting.isEmpty() && mayStart(waiting.element().shardIndex())) {
                start(waiting.remove());
            }
            starting = false;
            if (waiting.isEmpty() && running.isEmpty()) {
                lines.remove(objectKey, this);
            }
        }

        private boolean mayStart(int shardIndex) {
            return shardIndex == Turn.WHOLE
                    ? running.isEmpty()
                    : !running.contains(Turn.WHOLE) && !running.contains(shardIndex);
        }

        private <T> void start(Turn<T> turn) {
            running.add(turn.shardIndex());
            var _ =
                    Async.attempt(turn.work())
                            .whenComplete((value, thrown) -> {
                                running.remove(turn.shardIndex());
                                startNext();
                                if (thrown == null) {
                                    turn.done().complete(value);
                                } else {
                                    turn.done().completeExceptionally(thrown);
                                }
                            });
        }
    }
}
