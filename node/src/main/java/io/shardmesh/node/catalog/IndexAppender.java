package io.shardmesh.node.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the records of our own log into the index, in order. Those that come while one change is
 * under way wait and then share the next; each future completes when its record can be found.
 *
 * <p>A change that the index does not take is a problem, not a failure: the records are on the
 * disk, so what they say did happen. From then on the coverage stays where it is, and the next
 * opening reads on from there.
 */
final class IndexAppender {

    private record Pending(List<LogRecord> records, CompletableFuture<List<Stamp>> done) {}

    private final CatalogIndex index;
    private final IndexKeys keys;
    private final Consumer<Throwable> onBehind;
    private List<Pending> waiting = new ArrayList<>();
    private Coverage reached;
    private boolean behind;
    private boolean busy;
    private CompletableFuture<Void> idle = Done.now();

    IndexAppender(
            CatalogIndex index, IndexKeys keys, Coverage reached, Consumer<Throwable> onBehind) {
        this.index = index;
        this.keys = keys;
        this.reached = reached;
        this.onBehind = onBehind;
    }

    CompletableFuture<List<Stamp>> append(List<LogRecord> records) {
        var pending = new Pending(records, new CompletableFuture<>());
        waiting.add(pending);
        if (!busy) {
            idle = new CompletableFuture<>();
            applyWaiting();
        }
        return pending.done;
    }

    /** Done when all that was appended can be found. */
    CompletableFuture<Void> idle() {
        return idle;
    }

    private void applyWaiting() {
        busy = true;
        List<Pending> batch = waiting;
        waiting = new ArrayList<>();
        List<LogRecord> records = batch.stream().flatMap(each -> each.records.stream()).toList();
        Coverage covered = behind ? reached : reached.after(records);
        var _ =
                CatalogOpening.apply(index, keys, records, covered)
                        .whenComplete((none, thrown) -> finish(batch, covered, thrown));
    }

    private void finish(List<Pending> batch, Coverage covered, @Nullable Throwable thrown) {
        if (thrown == null) {
            reached = covered;
        } else {
            behind = true;
            onBehind.accept(thrown);
        }
        // Still busy: what the owners of these futures append now comes after what waits already.
        batch.forEach(
                each -> each.done.complete(each.records.stream().map(LogRecord::stamp).toList()));
        busy = false;
        if (waiting.isEmpty()) {
            end(idle);
        } else {
            applyWaiting();
        }
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private static void end(CompletableFuture<Void> idle) {
        idle.complete(null);
    }
}
