package io.shardmesh.node.api;

import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;

/**
 * A get that gave every byte that was asked for.
 *
 * @param sizeBytes bytes that were given: the size of the file, or of the range in it
 * @param fetchedBytes bytes that came from holders for it
 * @param problems shards that were read and found wrong, or gave out on the way; the content is
 *     right all the same
 * @param took from the request to the last byte
 */
public record GetOutcome(
        long sizeBytes, long fetchedBytes, List<ShardProblem> problems, Duration took) {
    /** Takes a copy of the list. */
    public GetOutcome {
        problems = List.copyOf(problems);
    }

    /**
     * Trouble with one shard.
     *
     * @param index of the shard
     * @param holder who keeps it
     * @param machine the holder's label
     * @param what one line: what was wrong
     */
    public record ShardProblem(int index, PeerId holder, String machine, String what) {}
}
