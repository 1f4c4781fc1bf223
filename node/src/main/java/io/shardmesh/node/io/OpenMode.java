package io.shardmesh.node.io;

/** How a file is opened. Files that are made are private to their user (0600). */
public enum OpenMode {
    /** An existing file, for reading only. */
    READ,
    /** An existing file, for reading and writing. */
    READ_WRITE,
    /** For reading and writing; made empty when it is not there. */
    CREATE,
    /** For reading and writing; must not be there yet, else the open fails with EXISTS. */
    CREATE_NEW;

    /** True when the handle may be written. */
    public boolean writable() {
        return this != READ;
    }
}
