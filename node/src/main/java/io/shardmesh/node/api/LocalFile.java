package io.shardmesh.node.api;

import java.nio.file.Path;

/**
 * A regular file of this machine, for whoever may open it too. The two numbers say which file is
 * meant, whatever the path leads to by then; they hold as long as somebody keeps the file open.
 *
 * @param path absolute
 * @param device st_dev of stat(2)
 * @param inode st_ino of stat(2)
 * @param called what its user calls it, for failures
 */
public record LocalFile(Path path, long device, long inode, String called) {
    /** Throws {@link IllegalArgumentException} for a path that is not absolute. */
    public LocalFile {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + path);
        }
    }
}
