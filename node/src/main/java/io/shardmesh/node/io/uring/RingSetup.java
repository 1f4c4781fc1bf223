package io.shardmesh.node.io.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Asks the kernel for a ring, and whether it can do what we need. */
final class RingSetup {
    /** All since Linux 5.6. */
    private static final List<Byte> NEEDED =
            List.of(
                    Abi.FSYNC,
                    Abi.READ_FIXED,
                    Abi.WRITE_FIXED,
                    Abi.OPENAT,
                    Abi.CLOSE,
                    Abi.READ,
                    Abi.WRITE,
                    Abi.FADVISE);

    /**
     * Of Linux 6.1: completions are made when we ask for them, on our thread, many at once. An
     * older kernel interrupts us for each.
     */
    private static final int BEST_FLAGS =
            Abi.SETUP_CLAMP
                    | Abi.SETUP_SUBMIT_ALL
                    | Abi.SETUP_SINGLE_ISSUER
                    | Abi.SETUP_DEFER_TASKRUN;

    private final SystemCalls calls;
    private final Arena arena;
    private final MemorySegment params;

    private RingSetup(SystemCalls calls, Arena arena) {
        this.calls = calls;
        this.arena = arena;
        this.params = arena.allocate(Abi.PARAMS_BYTES, Long.BYTES);
    }

    /** A ring for the calling thread alone; that thread closes it. */
    static MappedRing run(SystemCalls calls, Arena arena, RingConfig config)
            throws RefusedException {
        RingSetup setup = new RingSetup(calls, arena);
        int descriptor = setup.make(config.entryCount());
        try {
            setup.requireFeatures();
            setup.probe(descriptor);
            setup.allowWorkers(descriptor, config.workerCount());
            return setup.map(descriptor);
        } catch (RefusedException refused) {
            calls.close(descriptor);
            throw refused;
        }
    }

    private int make(int entryCount) throws RefusedException {
        int made = make(entryCount, BEST_FLAGS);
        if (made == -Errno.EINVAL) {
            made = make(entryCount, Abi.SETUP_CLAMP);
        }
        if (made < 0) {
            throw RefusedException.of("io_uring_setup", made);
        }
        return made;
    }

    private int make(int entryCount, int flags) {
        params.fill((byte) 0);
        params.set(ValueLayout.JAVA_INT, Abi.PARAMS_FLAGS, flags);
        return calls.setupRing(entryCount, params);
    }

    private void requireFeatures() throws RefusedException {
        int features = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_FEATURES);
        if ((features & Abi.FEATURE_SINGLE_MMAP) == 0) {
            throw new RefusedException("io_uring is older than Linux 5.6");
        }
    }

    private void probe(int descriptor) throws RefusedException {
        int count = Abi.FADVISE + 1;
        MemorySegment probe =
                arena.allocate(
                        Abi.PROBE_HEAD_BYTES + (long) count * Abi.PROBE_OPERATION_BYTES,
                        Long.BYTES);
        int result = calls.registerWithRing(descriptor, Abi.REGISTER_PROBE, probe, count);
        if (result < 0) {
            throw RefusedException.of("io_uring_register", result);
        }
        for (byte opcode : NEEDED) {
            long at = Abi.PROBE_HEAD_BYTES + (long) opcode * Abi.PROBE_OPERATION_BYTES;
            short flags = probe.get(ValueLayout.JAVA_SHORT, at + Abi.PROBE_FLAGS);
            if ((flags & Abi.PROBE_SUPPORTED) == 0) {
                throw new RefusedException("io_uring lacks operation " + opcode);
            }
        }
    }

    /**
     * Workers of the kernel do what would block, above all syncs. Its own limit, four for each
     * processor, would make sixteen syncs at once wait for each other; before 5.15 it stays.
     */
    private void allowWorkers(int descriptor, int workerCount) {
        MemorySegment counts =
                arena.allocateFrom(ValueLayout.JAVA_INT, workerCount, 0); // 0: as it is
        var _ = calls.registerWithRing(descriptor, Abi.REGISTER_IOWQ_MAX_WORKERS, counts, 2);
    }

    private MappedRing map(int descriptor) throws RefusedException {
        long entryCount = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_SQ_ENTRIES);
        MemorySegment rings = map(descriptor, Abi.OFFSET_RINGS, ringsBytes(entryCount));
        try {
            MemorySegment entries = map(descriptor, Abi.OFFSET_ENTRIES, entryCount * Abi.SQE_BYTES);
            return new MappedRing(calls, descriptor, params, rings, entries);
        } catch (RefusedException refused) {
            calls.unmap(rings);
            throw refused;
        }
    }

    /** Both queues lie in one piece of memory. */
    private long ringsBytes(long entryCount) {
        long order = offset(Abi.PARAMS_SQ_OFFSETS + Abi.SQ_ARRAY);
        long completions = offset(Abi.PARAMS_CQ_OFFSETS + Abi.CQ_ENTRIES);
        long completionCount = params.get(ValueLayout.JAVA_INT, Abi.PARAMS_CQ_ENTRIES);
        return Math.max(
                order + entryCount * Integer.BYTES, completions + completionCount * Abi.CQE_BYTES);
    }

    private long offset(int of) {
        return Integer.toUnsignedLong(params.get(ValueLayout.JAVA_INT, of));
    }

    @SuppressWarnings("restricted") // the kernel says where it is, we know how long
    private MemorySegment map(int descriptor, long offset, long bytes) throws RefusedException {
        long address = calls.map(descriptor, offset, bytes);
        if (address < 0) {
            throw RefusedException.of("mmap of io_uring", address);
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, null);
    }
}
