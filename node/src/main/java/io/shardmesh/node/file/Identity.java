package io.shardmesh.node.file;

import io.shardmesh.node.api.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Which file a path leads to, on systems that number their files. */
public final class Identity {
    private Identity() {}

    /**
     * Empty when the path leads nowhere, or the system has no such numbers.
     *
     * @param called what its user calls it
     */
    public static Optional<LocalFile> of(Path path, String called) {
        try {
            Map<String, Object> numbers = Files.readAttributes(path, "unix:dev,ino");
            return numbers.get("dev") instanceof Long device
                            && numbers.get("ino") instanceof Long inode
                    ? Optional.of(new LocalFile(path.toAbsolutePath(), device, inode, called))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    /** Whether the path still leads to the file that was meant. */
    static boolean holds(LocalFile meant) {
        return of(meant.path(), meant.called()).filter(meant::equals).isPresent();
    }
}
