package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedManifest;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An object of an owner as its holders list it; header, manifest and envelope are verified, who has
 * which part is what the holders say.
 *
 * @param lease of those that its holders show, the one that ends first; empty when none shows any
 * @param holders by index
 */
public record OwnedObject(
        ObjectHeader header,
        SignedManifest manifest,
        SignedEnvelope envelope,
        Optional<Lease> lease,
        SortedMap<Integer, PeerId> holders) {
    /** Copies the map. */
    public OwnedObject {
        holders = new TreeMap<>(holders);
    }

    Digest objectKey() {
        return header.objectKey();
    }

    /** The same with what another holder says of it. */
    OwnedObject with(OwnedObject other) {
        SortedMap<Integer, PeerId> all = new TreeMap<>(holders);
        for (Map.Entry<Integer, PeerId> each : other.holders.entrySet()) {
            all.putIfAbsent(each.getKey(), each.getValue());
        }
        SignedEnvelope newest = other.envelope.outranks(envelope) ? other.envelope : envelope;
        Optional<Lease> first =
                Stream.of(lease, other.lease)
                        .flatMap(Optional::stream)
                        .min(Comparator.comparing(Lease::notAfter));
        return new OwnedObject(header, manifest, newest, first, all);
    }
}
