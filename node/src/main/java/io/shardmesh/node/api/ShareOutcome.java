package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;

/**
 * Who can read an object has been changed.
 *
 * @param objectKey the object
 * @param readerCount who can read it now, its owner included
 * @param holderCount holders that have the new envelope
 * @param neededCount how many of them make it a success
 * @param away holders that were not reached; they are told when they are back and the node still
 *     runs, or by the next reader that finds the object
 */
public record ShareOutcome(
        Digest objectKey, int readerCount, int holderCount, int neededCount, List<PeerId> away) {
    /** Takes a copy of the list. */
    public ShareOutcome {
        away = List.copyOf(away);
    }
}
