package io.shardmesh.node.io.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Native memory through which bytes of heap buffers go, for the kernel needs memory that stays
 * where it is. Buffers begin at pages, as files that are opened past the cache want it. For one
 * thread.
 */
final class Staging {
    /** What small objects, their records and paths need. */
    static final int SMALL_BYTES = 16 * 1024;

    /** What fits the caches of a processor is copied faster. */
    static final int LARGE_BYTES = 256 * 1024;

    private static final long PAGE_BYTES = 4096;

    private final ArrayDeque<Slot> small = new ArrayDeque<>();
    private final ArrayDeque<Slot> large = new ArrayDeque<>();

    /** Which buffer an operation needs. */
    enum Size {
        NONE,
        SMALL,
        LARGE;

        /** One that helps to move so many bytes. */
        static Size of(long bytes) {
            return bytes <= SMALL_BYTES ? SMALL : LARGE;
        }
    }

    /**
     * One buffer.
     *
     * @param registered whether the kernel knows it, so that it need not look up and hold its pages
     *     each time
     */
    record Slot(Size size, long address, ByteBuffer bytes, boolean registered) {}

    private Staging() {}

    /**
     * Makes the buffers and registers the small ones. That fails when the user has locked as much
     * memory as allowed (RLIMIT_MEMLOCK); they then serve as the large ones do.
     */
    static Staging make(Arena arena, RingConfig config, Registration registration) {
        Staging staging = new Staging();
        MemorySegment smallBytes =
                arena.allocate((long) config.smallCount() * SMALL_BYTES, PAGE_BYTES);
        MemorySegment vector =
                arena.allocateFrom(
                        ValueLayout.JAVA_LONG, smallBytes.address(), smallBytes.byteSize());
        boolean registered = registration.register(vector);
        staging.fill(Size.SMALL, smallBytes, SMALL_BYTES, registered);
        MemorySegment largeBytes =
                arena.allocate((long) config.largeCount() * LARGE_BYTES, PAGE_BYTES);
        staging.fill(Size.LARGE, largeBytes, LARGE_BYTES, false);
        return staging;
    }

    /** Tells the kernel of one struct iovec. */
    interface Registration {
        boolean register(MemorySegment vector);
    }

    private void fill(Size size, MemorySegment memory, int slotBytes, boolean registered) {
        for (long at = 0; at < memory.byteSize(); at += slotBytes) {
            MemorySegment slot = memory.asSlice(at, slotBytes);
            free(size).add(new Slot(size, slot.address(), slot.asByteBuffer(), registered));
        }
    }

    /** A free buffer, cleared; null when all are in use. */
    @Nullable Slot take(Size size) {
        Slot taken = free(size).pollLast(); // the one used last is in the processor's caches
        if (taken != null) {
            taken.bytes().clear();
        }
        return taken;
    }

    void giveBack(Slot slot) {
        free(slot.size()).addLast(slot);
    }

    private ArrayDeque<Slot> free(Size size) {
        return switch (size) {
            case SMALL -> small;
            case LARGE -> large;
            case NONE -> throw new IllegalArgumentException("no buffer is needed");
        };
    }
}
