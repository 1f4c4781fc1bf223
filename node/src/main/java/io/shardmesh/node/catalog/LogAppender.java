package io.shardmesh.node.catalog;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the end of our own log. Operations that come while a write is under way wait and then
 * share one write and one sync; each future completes after that sync, in order.
 *
 * <p>After a write that failed the log is cut back to its last good record and goes on. After a
 * sync that failed nobody knows what is on the disk: all further appends fail until the catalog is
 * opened again, which finds out.
 */
final class LogAppender {

    private record Pending(List<Timed> operations, CompletableFuture<List<LogRecord>> done) {}

    /** An operation and its hybrid time. */
    record Timed(Operation operation, long hybridTime) {}

    private final DeviceLog log;
    private final RandomSource random;
    private final ByteBuffer room = ByteBuffer.allocate(Limits.MAX_RECORD_BYTES);
    private List<Pending> waiting = new ArrayList<>();
    private Coverage end;
    private boolean busy;
    private boolean broken;
    private boolean closed;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    LogAppender(DeviceLog log, RandomSource random, Coverage end) {
        this.log = log;
        this.random = random;
        this.end = end;
    }

    DeviceLog log() {
        return log;
    }

    /** Up to the last record that is surely on the disk. */
    Coverage end() {
        return end;
    }

    /**
     * Writes all of them, or none that counts. The hybrid times must grow, also from call to call.
     */
    CompletableFuture<List<LogRecord>> append(List<Timed> operations) {
        if (closed || broken) {
            String why = closed ? "the catalog is closed" : "an earlier sync failed; open it again";
            return CompletableFuture.failedFuture(failure(FailureKind.IO, why));
        }
        if (waiting.size() >= Limits.MAX_PENDING_APPENDS) {
            return CompletableFuture.failedFuture(
                    failure(FailureKind.BUSY, "too many operations wait"));
        }
        var pending = new Pending(operations, new CompletableFuture<>());
        waiting.add(pending);
        if (!busy) {
            writeWaiting();
        }
        return pending.done;
    }

    private void writeWaiting() {
        busy = true;
        List<Pending> batch = waiting;
        waiting = new ArrayList<>();
        var records = new ArrayList<List<LogRecord>>();
        var bytes = new ByteArrayOutputStream();
        Coverage reached = end;
        for (Pending pending : batch) {
            List<LogRecord> sealed = seal(pending.operations, reached, bytes);
            records.add(sealed);
            reached = reached.after(sealed);
        }
        Coverage newEnd = reached;
        var _ =
                log.file()
                        .write(end.endOffset(), ByteBuffer.wrap(bytes.toByteArray()))
                        .thenCompose(none -> sync())
                        .exceptionallyCompose(this::cutBack)
                        .whenComplete((none, thrown) -> finish(batch, records, newEnd, thrown));
    }

    private List<LogRecord> seal(
            List<Timed> operations, Coverage after, ByteArrayOutputStream out) {
        var records = new ArrayList<LogRecord>();
        Coverage reached = after;
        for (Timed timed : operations) {
            LogRecord record = seal(timed, reached, out);
            records.add(record);
            reached = reached.after(record);
        }
        return records;
    }

    private LogRecord seal(Timed timed, Coverage after, ByteArrayOutputStream out) {
        byte[] plain = OperationCodec.encode(timed.hybridTime, timed.operation, room);
        long sequence = after.lastSequence() + 1;
        byte[] sealed = log.key().seal(sequence, plain, random);
        var frame = new RecordFrame(sequence, sealed.length);
        out.writeBytes(frame.encode());
        out.writeBytes(sealed);
        var stamp = new Stamp(timed.hybridTime, after.device());
        return new LogRecord(
                after.endOffset(), frame.totalBytes(), sequence, stamp, timed.operation);
    }

    private CompletableFuture<Void> sync() {
        return log.file().sync().whenComplete((none, thrown) -> broken = thrown != null);
    }

    private CompletableFuture<Void> cutBack(Throwable reason) {
        if (broken) {
            return CompletableFuture.failedFuture(reason);
        }
        return log.file()
                .truncate(end.endOffset())
                .whenComplete((none, thrown) -> broken = thrown != null)
                .thenCompose(none -> CompletableFuture.failedFuture(reason));
    }

    private void finish(
            List<Pending> batch,
            List<List<LogRecord>> records,
            Coverage newEnd,
            @Nullable Throwable thrown) {
        if (thrown == null) {
            end = newEnd;
        }
        // Still busy: what the owners of these futures append now comes after what waits already.
        for (int i = 0; i < batch.size(); i++) {
            CompletableFuture<List<LogRecord>> done = batch.get(i).done;
            if (thrown == null) {
                done.complete(records.get(i));
            } else {
                done.completeExceptionally(cause(thrown));
            }
        }
        busy = false;
        if (!waiting.isEmpty()) {
            continueOrRefuse();
        }
        completeWhenIdle();
    }

    private void continueOrRefuse() {
        if (!broken) {
            writeWaiting();
            return;
        }
        var refused = waiting;
        waiting = new ArrayList<>();
        var failure = failure(FailureKind.IO, "an earlier sync failed; open it again");
        refused.forEach(pending -> pending.done.completeExceptionally(failure));
    }

    private FailureException cause(Throwable thrown) {
        return FailureException.find(thrown)
                .orElse(new Failure(FailureKind.IO, "append to", log.path(), thrown.toString()))
                .exception();
    }

    private FailureException failure(FailureKind kind, String why) {
        return new Failure(kind, "append to", log.path(), why).exception();
    }

    /** Takes no more; completes when what was taken is written. Does not close the file. */
    CompletableFuture<Void> close() {
        closed = true;
        completeWhenIdle();
        return idle;
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private void completeWhenIdle() {
        if (closed && !busy) {
            idle.complete(null);
        }
    }
}
