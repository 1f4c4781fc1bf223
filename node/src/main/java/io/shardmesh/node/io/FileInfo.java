package io.shardmesh.node.io;

import java.util.Objects;

/**
 * One entry of a directory.
 *
 * @param name the last part of its path
 * @param directory false for a regular file; other kinds of entries count as files
 * @param sizeBytes length of a file; 0 for a directory
 */
public record FileInfo(String name, boolean directory, long sizeBytes) {
    public FileInfo {
        Objects.requireNonNull(name, "name");
    }
}
