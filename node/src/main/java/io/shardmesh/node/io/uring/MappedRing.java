package io.shardmesh.node.io.uring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The two queues that a process shares with the kernel (man 7 io_uring): entries go in at the tail
 * of the one, completions come out at the head of the other. Positions are counted on for ever and
 * masked for use. What we write before our position is released, the kernel sees with it, and the
 * other way round. For one thread.
 */
final class MappedRing {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
    private static final ValueLayout.OfInt PLAIN_INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong PLAIN_LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfShort PLAIN_SHORT = ValueLayout.JAVA_SHORT;

    private final SystemCalls calls;
    private final int descriptor;
    private final MemorySegment rings;
    private final MemorySegment entries;
    private final int entryCount;
    private final Positions submission;
    private final Positions completion;
    private final long completions;
    private int tail;

    /** Where a queue has its positions. */
    private record Positions(long head, long tail, int mask) {
        static Positions at(MemorySegment rings, MemorySegment params, long table) {
            return new Positions(
                    offset(params, table + Abi.HEAD),
                    offset(params, table + Abi.TAIL),
                    rings.get(PLAIN_INT, offset(params, table + Abi.RING_MASK)));
        }
    }

    /** Takes what comes out. */
    interface Completions {
        void completed(long tag, int result);
    }

    MappedRing(
            SystemCalls calls,
            int descriptor,
            MemorySegment params,
            MemorySegment rings,
            MemorySegment entries) {
        this.calls = calls;
        this.descriptor = descriptor;
        this.rings = rings;
        this.entries = entries;
        this.entryCount = params.get(PLAIN_INT, Abi.PARAMS_SQ_ENTRIES);
        this.submission = Positions.at(rings, params, Abi.PARAMS_SQ_OFFSETS);
        this.completion = Positions.at(rings, params, Abi.PARAMS_CQ_OFFSETS);
        this.completions = offset(params, Abi.PARAMS_CQ_OFFSETS + Abi.CQ_ENTRIES);
        long order = offset(params, Abi.PARAMS_SQ_OFFSETS + Abi.SQ_ARRAY);
        for (int i = 0; i < entryCount; i++) { // entries are used in turn
            rings.set(PLAIN_INT, order + (long) i * Integer.BYTES, i);
        }
        this.tail = (int) INT.get(rings, submission.tail());
    }

    private static long offset(MemorySegment params, long of) {
        return Integer.toUnsignedLong(params.get(PLAIN_INT, of));
    }

    /** Lets the kernel keep hold of memory (one struct iovec); false when it will not. */
    boolean register(MemorySegment vector) {
        return calls.registerWithRing(descriptor, Abi.REGISTER_BUFFERS, vector, 1) == 0;
    }

    /** How many entries fit; the queue of completions is twice as long. */
    int entryCount() {
        return entryCount;
    }

    /** Adds an entry; its completion carries the tag. There must be room. */
    void add(Entry entry, long tag) {
        if (unsubmitted() == entryCount) {
            throw new IllegalStateException("the ring is full");
        }
        long at = (long) (tail & submission.mask()) * Abi.SQE_BYTES;
        entries.asSlice(at, Abi.SQE_BYTES).fill((byte) 0);
        entries.set(ValueLayout.JAVA_BYTE, at, entry.opcode());
        entries.set(ValueLayout.JAVA_BYTE, at + 1, (byte) entry.flags());
        entries.set(PLAIN_INT, at + 4, entry.descriptor());
        entries.set(PLAIN_LONG, at + 8, entry.offset());
        entries.set(PLAIN_LONG, at + 16, entry.address());
        entries.set(PLAIN_INT, at + 24, entry.length());
        entries.set(PLAIN_INT, at + 28, entry.options());
        entries.set(PLAIN_LONG, at + 32, tag);
        entries.set(PLAIN_SHORT, at + 40, (short) 0); // the one registered buffer
        tail++;
    }

    /**
     * Submits what was added and waits for so many completions.
     *
     * @return false when the kernel took less than there was: entries that were linked may then
     *     have come apart, and the rest goes with the next call
     */
    boolean enter(int completeCount) {
        INT.setRelease(rings, submission.tail(), tail);
        int count = unsubmitted();
        int result = calls.enterRing(descriptor, count, completeCount, Abi.ENTER_GETEVENTS);
        if (result < 0 && result != -Errno.EBUSY && !Errno.isPassing(result)) {
            throw new IllegalStateException("io_uring_enter: " + Errno.words(result));
        }
        return unsubmitted() == 0;
    }

    private int unsubmitted() {
        return tail - (int) INT.getAcquire(rings, submission.head());
    }

    /** Hands over all completions that are there. */
    void reap(Completions to) {
        int head = (int) INT.get(rings, completion.head());
        int end = (int) INT.getAcquire(rings, completion.tail());
        while (head != end) {
            long at = completions + (long) (head & completion.mask()) * Abi.CQE_BYTES;
            long tag = rings.get(PLAIN_LONG, at);
            int result = rings.get(PLAIN_INT, at + 8);
            head++;
            INT.setRelease(rings, completion.head(), head);
            to.completed(tag, result);
        }
    }

    /** Only when nothing is under way: the kernel may write to memory that it was given. */
    void close() {
        calls.unmap(entries);
        calls.unmap(rings);
        calls.close(descriptor);
    }
}
