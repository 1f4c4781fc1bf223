package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Some of the owner's objects that holders have and no catalog names, in the order of their keys.
 *
 * @param orphans may be empty although more follow
 * @param lookedAtCount how many objects were looked at for this page
 * @param silentCount holders that could not be asked to the end
 * @param next from where to go on; empty at the end
 */
public record OrphanPage(
        List<Orphan> orphans, int lookedAtCount, int silentCount, Optional<Digest> next) {
    /** Copies the list. */
    public OrphanPage {
        orphans = List.copyOf(orphans);
    }

    /**
     * An object without a name.
     *
     * @param objectKey its key
     * @param sealedBytes its sealed length, without parity
     * @param partCount parts that holders have
     * @param since when its owner last asked for it to be kept: when it was put, as a rule
     */
    public record Orphan(Digest objectKey, long sealedBytes, int partCount, Instant since) {}
}
