package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import java.util.List;
import java.util.Optional;

/**
 * An object as the holders that answered describe it; every signature in it has been verified.
 *
 * @param header its first bytes
 * @param manifest what it is
 * @param envelope the newest that any of them has
 * @param lease the newest that any of them has; empty when all are of a version that shows none
 * @param claims who holds what, by index and holder
 * @param outdated holders that answered with an older envelope
 */
public record FoundObject(
        ObjectHeader header,
        SignedManifest manifest,
        SignedEnvelope envelope,
        Optional<SignedLease> lease,
        List<Claim> claims,
        List<PeerId> outdated) {
    /** Copies the lists. */
    public FoundObject {
        claims = List.copyOf(claims);
        outdated = List.copyOf(outdated);
    }

    /** The object. */
    public Digest objectKey() {
        return header.objectKey();
    }

    /** Distinct complete shards, or copies of an inline object. */
    int foundCount() {
        return (int)
                claims.stream()
                        .filter(claim -> claim.state() == ClaimState.COMPLETE)
                        .mapToInt(Claim::index)
                        .distinct()
                        .count();
    }

    /** How many of them a get needs. */
    int neededCount() {
        return manifest.manifest().inline() ? 1 : header.scheme().data();
    }

    /** The shards that can be read, one entry for each holder of each. */
    List<ShardSource> sources() {
        Manifest described = manifest.manifest();
        return claims.stream()
                .filter(claim -> claim.state() == ClaimState.COMPLETE)
                .map(claim -> source(described, claim.index(), claim.holder()))
                .toList();
    }

    private ShardSource source(Manifest described, int index, PeerId holder) {
        return new ShardSource(
                objectKey(), index, described.shardKeys().get(index), described.layout(), holder);
    }

    Located located() {
        return Located.of(
                objectKey(),
                new Located.Records(header.encode(), manifest.encode(), envelope.encode()),
                foundCount(),
                neededCount());
    }
}
