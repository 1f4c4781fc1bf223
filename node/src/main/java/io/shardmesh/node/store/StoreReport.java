package io.shardmesh.node.store;

import java.util.List;

/**
 * What a store met when it was opened.
 *
 * @param problems damage; empty after a crash as well as after a clean stop, except that a pack may
 *     end in an entry that was being written
 * @param droppedCount files of sessions that were never committed
 * @param indexRebuilt true when the index could not be used and was made anew
 * @param indexedCount rows that the index lacked
 */
public record StoreReport(
        List<Problem> problems, int droppedCount, boolean indexRebuilt, int indexedCount) {
    /** Copies the list. */
    public StoreReport {
        problems = List.copyOf(problems);
    }
}
