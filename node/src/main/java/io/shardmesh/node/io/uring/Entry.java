package io.shardmesh.node.io.uring;

/**
 * What goes into one submission entry (struct io_uring_sqe).
 *
 * @param opcode what is to be done
 * @param flags of the entry, such as {@link Abi#LINKED}
 * @param descriptor of the file, or of the directory from which a path starts
 * @param offset in the file
 * @param address of memory
 * @param length of that memory, or what the opcode wants there
 * @param options of the opcode
 */
record Entry(
        byte opcode,
        int flags,
        int descriptor,
        long offset,
        long address,
        int length,
        int options) {

    static Entry sync(int descriptor) {
        return new Entry(Abi.FSYNC, 0, descriptor, 0, 0, 0, 0);
    }

    /** Of all the file. */
    static Entry forget(int descriptor) {
        return new Entry(Abi.FADVISE, 0, descriptor, 0, 0, 0, Abi.POSIX_FADV_DONTNEED);
    }

    static Entry close(int descriptor) {
        return new Entry(Abi.CLOSE, 0, descriptor, 0, 0, 0, 0);
    }

    /** The same, and the next entry starts only after this one has done all that it should. */
    Entry linked() {
        return new Entry(opcode, flags | Abi.LINKED, descriptor, offset, address, length, options);
    }
}
