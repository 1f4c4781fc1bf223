package io.shardmesh.node.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came back of an owner's catalog.
 *
 * @param answeredCount holders that answered
 * @param askedCount of so many
 * @param deviceCount logs of other devices that there are
 * @param newest when the newest of them was published; empty when there is none
 * @param problems why a log could not be fetched whole
 */
public record RecoveredCatalog(
        int answeredCount,
        int askedCount,
        int deviceCount,
        Optional<Instant> newest,
        List<Failure> problems) {
    /** Takes a copy of the list. */
    public RecoveredCatalog {
        problems = List.copyOf(problems);
    }
}
