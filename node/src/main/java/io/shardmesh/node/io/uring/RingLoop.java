package io.shardmesh.node.io.uring;

import io.shardmesh.node.io.uring.Operation.Progress;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the ring's thread does: takes operations, gives the kernel as many of them as the ring
 * holds, waits, and posts what is done to the owner's strand, all at once in one task.
 *
 * <p>The table of what is under way is what keeps buffers alive and descriptors open: an operation
 * leaves it when the kernel has completed every entry of it, and for no other reason. Entries under
 * way never exceed those of the ring, so the queue of completions, twice as long, never overflows.
 */
final class RingLoop {
    /** The tag of the read by which other threads wake this one. */
    private static final long WAKE_TAG = -1;

    private final MappedRing ring;
    private final OperationQueue queue;
    private final Staging staging;
    private final Executor strand;
    private final Entry wake;
    private final @Nullable UnderWay[] table;
    private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();
    private final Map<Staging.Size, ArrayDeque<Operation>> waiting =
            new EnumMap<>(Staging.Size.class);
    private List<Runnable> settled = new ArrayList<>();
    private int entriesUnderWayCount;
    private boolean isWakeArmed;

    private record UnderWay(Operation operation, Staging.@Nullable Slot slot) {}

    /**
     * @param event what the queue signals
     * @param eventBytes where its eight bytes are read to
     */
    RingLoop(
            MappedRing ring,
            OperationQueue queue,
            Staging staging,
            Executor strand,
            int event,
            MemorySegment eventBytes) {
        this.ring = ring;
        this.queue = queue;
        this.staging = staging;
        this.strand = strand;
        this.wake = new Entry(Abi.READ, 0, event, 0, eventBytes.address(), Long.BYTES, 0);
        this.table = new UnderWay[ring.entryCount()];
        for (int id = 0; id < table.length; id++) {
            freeIds.add(id);
        }
        for (Staging.Size size : Staging.Size.values()) {
            waiting.put(size, new ArrayDeque<>());
        }
    }

    /** Until the queue is closed and all that was accepted is done. */
    void run() {
        while (!queue.isOver()) {
            queue.drain(this::enqueue);
            beginAll();
            armWake();
            enter(queue.mayWait() ? 1 : 0);
            queue.awake();
            ring.reap(this::completed);
            post();
        }
        endWake();
    }

    private void enqueue(Operation operation) {
        waitingFor(operation.staging()).addLast(operation);
    }

    private ArrayDeque<Operation> waitingFor(Staging.Size size) {
        return Objects.requireNonNull(waiting.get(size), "all sizes are there");
    }

    /** Oldest first of each kind, and the kinds in turn, so that none keeps another waiting. */
    private void beginAll() {
        boolean some;
        do {
            some = false;
            for (Staging.Size size : Staging.Size.values()) {
                some |= beginNext(size);
            }
        } while (some);
    }

    /** False when nothing waits, the ring is full or no buffer is free. */
    private boolean beginNext(Staging.Size size) {
        ArrayDeque<Operation> operations = waitingFor(size);
        if (operations.isEmpty() || !hasRoom(operations.element().entryCount())) {
            return false;
        }
        Staging.Slot slot = size == Staging.Size.NONE ? null : staging.take(size);
        if (slot == null && size != Staging.Size.NONE) {
            return false;
        }
        begin(operations.remove(), slot);
        return true;
    }

    /** One entry is kept for the wake-up. */
    private boolean hasRoom(int entryCount) {
        int free = table.length - entriesUnderWayCount;
        return free >= entryCount + (isWakeArmed ? 0 : 1);
    }

    private void begin(Operation operation, Staging.@Nullable Slot slot) {
        int id = freeIds.removeLast();
        table[id] = new UnderWay(operation, slot);
        int count = operation.entryCount();
        for (int part = 0; part < count; part++) {
            add(operation.entry(part, slot), id * 2L + part);
        }
    }

    private void add(Entry entry, long tag) {
        ring.add(entry, tag);
        entriesUnderWayCount++;
    }

    private void armWake() {
        if (!isWakeArmed) {
            isWakeArmed = true;
            add(wake, WAKE_TAG);
        }
    }

    private void enter(int completeCount) {
        if (!ring.enter(completeCount)) {
            for (UnderWay underWay : table) {
                if (underWay != null) {
                    underWay.operation().linksBroken();
                }
            }
        }
    }

    private void completed(long tag, int result) {
        entriesUnderWayCount--;
        if (tag == WAKE_TAG) {
            isWakeArmed = false;
            return;
        }
        int id = (int) (tag / 2);
        UnderWay underWay = Objects.requireNonNull(table[id], "nothing is under way");
        Progress progress = underWay.operation().completed((int) (tag % 2), result);
        if (progress != Progress.UNDER_WAY) {
            leave(id, underWay);
        }
        switch (progress) {
            case UNDER_WAY -> {}
            case AGAIN -> waitingFor(underWay.operation().staging()).addFirst(underWay.operation());
            case DONE -> settled.add(underWay.operation().settle());
        }
    }

    private void leave(int id, UnderWay underWay) {
        table[id] = null;
        freeIds.addLast(id);
        if (underWay.slot() != null) {
            staging.giveBack(underWay.slot());
        }
    }

    private void post() {
        if (settled.isEmpty()) {
            return;
        }
        List<Runnable> batch = settled;
        settled = new ArrayList<>();
        queue.done(batch.size());
        strand.execute(() -> batch.forEach(Runnable::run));
    }

    /** The kernel still owns the eight bytes of the wake-up. */
    private void endWake() {
        if (isWakeArmed) {
            queue.signal();
        }
        while (isWakeArmed) {
            enter(1);
            ring.reap(this::completed);
        }
    }
}
