package io.shardmesh.node.object;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Bounds how many things are under way at once. */
final class Window {
    private final int limit;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private int count;

    Window(int limit) {
        this.limit = limit;
    }

    /** One more is under way until {@code end} completes, however it does. */
    void enter(CompletableFuture<?> end) {
        count++;
        end.whenComplete((done, failure) -> {
            count--;
            List<CompletableFuture<Void>> woken = List.copyOf(waiting);
            waiting.clear();
            woken.forEach(one -> one.complete(null));
        });
    }

    /** Completes when there is room for one more. */
    CompletableFuture<Void> room() {
        return until(limit - 1);
    }

    /** Completes when nothing is under way. */
    CompletableFuture<Void> empty() {
        return until(0);
    }

    private CompletableFuture<Void> until(int most) {
        if (count <= most) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> woken = new CompletableFuture<>();
        waiting.add(woken);
        return woken.thenCompose(again -> until(most));
    }
}
