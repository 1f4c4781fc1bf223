package io.shardmesh.node.io;

/** How a file is opened. Files that are made are private to their user (0600). */
public enum OpenMode {
    /** An existing file, for reading only. */
    READ,
    /**
     * As {@link #READ}, past the system's cache where port and file system know how: for what is
     * read once, such as a check of all that is kept, which should not push out what others read.
     */
    READ_UNCACHED,
    /** As {@link #READ}, for small pieces anywhere in a file, often many of them at once. */
    READ_SCATTERED,
    /** An existing file, for reading and writing. */
    READ_WRITE,
    /** For reading and writing; made empty when it is not there. */
    CREATE,
    /** For reading and writing; must not be there yet, else the open fails with EXISTS. */
    CREATE_NEW;

    /** True when a missing file is made. */
    public boolean creates() {
        return this == CREATE || this == CREATE_NEW;
    }

    /** True when the handle may be written. */
    public boolean writable() {
        return switch (this) {
            case READ, READ_SCATTERED, READ_UNCACHED -> false;
            case READ_WRITE, CREATE, CREATE_NEW -> true;
        };
    }
}
