package io.shardmesh.simulator.disk;

import io.shardmesh.node.api.FailureKind;
import java.util.Optional;

/** Decides which calls fail, before they have any effect. */
@FunctionalInterface
public interface DiskFault {
    /** No faults. */
    DiskFault NONE = (_, _) -> Optional.empty();

    /**
     * The failure of this call, if it is to fail.
     *
     * @param operation the verb of the call: "open", "read", "write", "sync", "rename", …
     * @param path the path at which the file was opened, or which the call names
     */
    Optional<FailureKind> of(String operation, String path);
}
