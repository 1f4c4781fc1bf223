package io.shardmesh.node.io.uring;

import java.util.Locale;
import java.util.Optional;

/**
 * What differs between processors: numbers of system calls (arch/x86/entry/syscalls/syscall_64.tbl,
 * include/uapi/asm-generic/unistd.h) and one flag. Those of io_uring are the same everywhere.
 */
enum Architecture {
    X86_64(1, 3, 8, 9, 11, 77, 290, 332, 040000),
    AARCH64(64, 57, 62, 222, 215, 46, 19, 291, 0200000);

    final long write;
    final long close;
    final long lseek;
    final long mmap;
    final long munmap;
    final long ftruncate;
    final long eventfd2;
    final long statx;

    /** O_DIRECT of open(2). */
    final int openDirect;

    Architecture(
            long write,
            long close,
            long lseek,
            long mmap,
            long munmap,
            long ftruncate,
            long eventfd2,
            long statx,
            int openDirect) {
        this.write = write;
        this.close = close;
        this.lseek = lseek;
        this.mmap = mmap;
        this.munmap = munmap;
        this.ftruncate = ftruncate;
        this.eventfd2 = eventfd2;
        this.statx = statx;
        this.openDirect = openDirect;
    }

    /** That of this process; empty when it is none of these, or not Linux. */
    static Optional<Architecture> here() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
