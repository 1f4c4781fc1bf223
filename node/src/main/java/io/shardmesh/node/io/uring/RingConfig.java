package io.shardmesh.node.io.uring;

/**
 * Limits of a ring.
 *
 * @param entryCount how many entries may be with the kernel at once; a write that is synced takes
 *     two
 * @param operationCount how many operations may be accepted and not done; one more fails with BUSY.
 *     Nobody waits for room: what waits is the operation, which costs some hundred bytes
 * @param workerCount how many operations that block, such as syncs, the kernel does at once
 * @param smallCount buffers for reads and writes of up to {@link Staging#SMALL_BYTES} from and to
 *     heap memory, and for paths; registered with the kernel
 * @param largeCount buffers of {@link Staging#LARGE_BYTES} for longer ones
 */
record RingConfig(
        int entryCount, int operationCount, int workerCount, int smallCount, int largeCount) {
    RingConfig {
        if (entryCount < 4
                || operationCount < 1
                || workerCount < 1
                || smallCount < 1
                || largeCount < 1) {
            throw new IllegalArgumentException("a limit is too low");
        }
    }

    /**
     * The usual limits. 256 entries are more than a disk takes at once. 16,384 operations are one
     * for each put session that a thousand members may have open. 1 MiB of registered buffers: a
     * user may lock 8 MiB on many systems, in all processes together, and seven nodes of one user
     * are not rare.
     */
    static RingConfig usual() {
        return new RingConfig(256, 16_384, 16, 64, 8);
    }
}
