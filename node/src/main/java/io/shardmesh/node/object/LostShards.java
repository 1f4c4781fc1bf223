package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * What of an object is to be made again.
 *
 * @param records what its owner has signed of it; verified
 * @param held who has which complete shard, or copy; one entry for each holder of each
 * @param missing the indexes to be made: nobody has them, or only one who should not keep them
 * @param taken machines on which no further shard of it may lie
 */
public record LostShards(
        Records records, List<Held> held, SortedSet<Integer> missing, Set<String> taken) {

    /** The owner's records of an object. */
    public record Records(
            ObjectHeader header,
            SignedManifest manifest,
            SignedEnvelope envelope,
            SignedLease lease) {
        Manifest described() {
            return manifest.manifest();
        }
    }

    /** A complete shard at a holder. */
    public record Held(int index, PeerId holder) {}

    /** Copies the collections. */
    public LostShards {
        held = List.copyOf(held);
        taken = Set.copyOf(taken);
    }

    /** The object. */
    public Digest objectKey() {
        return records.header().objectKey();
    }

    List<ShardSource> sources() {
        Manifest described = records.described();
        return held.stream()
                .map(one ->
                        new ShardSource(
                                objectKey(),
                                one.index(),
                                described.shardKeys().get(one.index()),
                                described.layout(),
                                one.holder()))
                .toList();
    }
}
