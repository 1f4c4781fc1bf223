package io.shardmesh.node.io.uring;

/**
 * A descriptor of this process.
 *
 * @param uncached whether it was opened past the system's cache, which wants whole pages
 */
record OpenedFile(int descriptor, boolean uncached) {}
