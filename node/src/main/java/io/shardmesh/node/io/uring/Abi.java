package io.shardmesh.node.io.uring;

/** Numbers and offsets of include/uapi/linux/io_uring.h and fcntl.h that are in use here. */
final class Abi {
    static final byte FSYNC = 3;
    static final byte READ_FIXED = 4;
    static final byte WRITE_FIXED = 5;
    static final byte OPENAT = 18;
    static final byte CLOSE = 19;
    static final byte READ = 22;
    static final byte WRITE = 23;
    static final byte FADVISE = 24;

    /** IOSQE_IO_LINK. */
    static final int LINKED = 1 << 2;

    static final int ENTER_GETEVENTS = 1;

    static final int SETUP_CLAMP = 1 << 4;
    static final int SETUP_SUBMIT_ALL = 1 << 7;
    static final int SETUP_SINGLE_ISSUER = 1 << 12;
    static final int SETUP_DEFER_TASKRUN = 1 << 13;
    static final int FEATURE_SINGLE_MMAP = 1;

    static final int REGISTER_BUFFERS = 0;
    static final int REGISTER_PROBE = 8;
    static final int REGISTER_IOWQ_MAX_WORKERS = 19;

    static final long OFFSET_RINGS = 0;
    static final long OFFSET_ENTRIES = 0x10000000L;

    static final int PARAMS_BYTES = 120;
    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FLAGS = 8;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_OFFSETS = 40;
    static final int PARAMS_CQ_OFFSETS = 80;

    /** In both tables of offsets. */
    static final int HEAD = 0;

    static final int TAIL = 4;
    static final int RING_MASK = 8;
    static final int SQ_ARRAY = 24;
    static final int CQ_ENTRIES = 20;

    static final int SQE_BYTES = 64;
    static final int CQE_BYTES = 16;

    static final int PROBE_HEAD_BYTES = 16;
    static final int PROBE_OPERATION_BYTES = 8;
    static final int PROBE_FLAGS = 2;
    static final int PROBE_SUPPORTED = 1;

    static final int POSIX_FADV_DONTNEED = 4;

    static final int AT_FDCWD = -100;
    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_CLOEXEC = 02000000;

    private Abi() {}
}
