package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.holder.proto.Located;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.SignedClaim;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.record.Tombstone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what several holders say of one object, and believes only what is signed. */
final class FoundRecords {
    /** A holder has a few indexes of an object at most; more is noise. */
    private static final int MAX_CLAIMS = 8;

    private final MeshId mesh;
    private final Digest objectKey;
    private final List<Claim> claims = new ArrayList<>();
    private final List<Tombstone> tombstones = new ArrayList<>();
    private final Map<PeerId, SignedEnvelope> envelopes = new LinkedHashMap<>();
    private @Nullable ObjectHeader header;
    private @Nullable SignedManifest manifest;
    private @Nullable SignedEnvelope envelope;
    private @Nullable SignedLease lease;

    FoundRecords(MeshId mesh, Digest objectKey) {
        this.mesh = mesh;
        this.objectKey = objectKey;
    }

    /** Takes an answer; what is wrong with it, if anything is. */
    Optional<String> add(PeerId holder, Located answer) {
        try {
            ObjectHeader theirHeader = ObjectHeader.decode(answer.getHeader().toByteArray());
            if (!theirHeader.objectKey().equals(objectKey)) {
                return Optional.of("its header is of another object");
            }
            SignedManifest theirManifest =
                    SignedManifest.decode(answer.getManifest().toByteArray());
            if (!Objects.equals(manifest, theirManifest)
                    && !theirManifest.verify(mesh, theirHeader)) {
                return Optional.of("its manifest is not signed by the owner");
            }
            if (manifest != null && !manifest.digest().equals(theirManifest.digest())) {
                return Optional.of("it has another manifest than the others");
            }
            header = theirHeader;
            manifest = theirManifest;
            addEnvelope(holder, theirHeader, answer.getEnvelope().toByteArray());
            if (answer.hasLease()) {
                addLease(theirHeader, answer.getLease().toByteArray());
            }
            return addClaims(holder, answer.getClaimList());
        } catch (MalformedRecordException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        }
    }

    private void addEnvelope(PeerId holder, ObjectHeader of, byte[] encoded) {
        SignedEnvelope theirs = SignedEnvelope.decode(encoded);
        SignedEnvelope known = envelope;
        if (!Objects.equals(known, theirs) && !theirs.verify(mesh, of)) {
            return;
        }
        envelopes.put(holder, theirs);
        if (known == null || theirs.outranks(known)) {
            envelope = theirs;
        }
    }

    private void addLease(ObjectHeader of, byte[] encoded) {
        SignedLease theirs = SignedLease.decode(encoded);
        SignedLease known = lease;
        if (theirs.lease().objectKey().equals(objectKey)
                && theirs.lease().owner().equals(of.owner())
                && (known == null || theirs.lease().sequence() > known.lease().sequence())
                && theirs.verify(mesh)) {
            lease = theirs;
        }
    }

    /** Takes a tombstone; one that nobody signed says nothing. */
    void addTombstone(byte[] encoded) {
        try {
            SignedTombstone theirs = SignedTombstone.decode(encoded);
            if (theirs.tombstone().objectKey().equals(objectKey) && theirs.verify(mesh)) {
                tombstones.add(theirs.tombstone());
            }
        } catch (MalformedRecordException _) {
            // What is no tombstone deletes nothing.
        }
    }

    /**
     * Whether the owner has deleted it. As long as nobody has shown the object itself, any owner's
     * word counts: there is nothing that it could hide.
     */
    boolean deleted() {
        SignedLease known = lease;
        return known == null
                ? header == null && !tombstones.isEmpty()
                : tombstones.stream().anyMatch(one -> one.ends(known.lease()));
    }

    private List<PeerId> outdated(SignedEnvelope newest) {
        return envelopes.entrySet().stream()
                .filter(each -> newest.outranks(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Optional<String> addClaims(PeerId holder, List<ByteString> encoded) {
        for (ByteString one : encoded.subList(0, Math.min(encoded.size(), MAX_CLAIMS))) {
            SignedClaim signed = SignedClaim.decode(one.toByteArray());
            if (!signed.claim().holder().equals(holder)
                    || !signed.claim().objectKey().equals(objectKey)
                    || !signed.verify(mesh)
                    || !fits(signed.claim())) {
                return Optional.of("a claim in it is not its own");
            }
            claims.add(signed.claim());
        }
        return Optional.empty();
    }

    private boolean fits(Claim claim) {
        Manifest described = described();
        if (described.inline()) {
            return claim.index() <= described.scheme().parity();
        }
        return claim.index() < described.scheme().total()
                && claim.shardKey()
                        .map(described.shardKeys().get(claim.index())::equals)
                        .orElse(claim.state() != ClaimState.COMPLETE);
    }

    private Manifest described() {
        if (manifest == null) {
            throw new IllegalStateException("a claim before its manifest");
        }
        return manifest.manifest();
    }

    /** Whether a get could begin. */
    boolean enough() {
        return found().map(object -> object.foundCount() >= object.neededCount()).orElse(false);
    }

    /** Whether a get could go on if it lost a holder. */
    boolean hasSpare() {
        return found().map(object -> object.foundCount() > object.neededCount()).orElse(false);
    }

    /** Whether every shard, or copy, has been found. */
    boolean complete() {
        return found().map(object ->
                        object.foundCount()
                                == (described().inline()
                                        ? described().scheme().parity() + 1
                                        : described().scheme().total()))
                .orElse(false);
    }

    /** The object, once a whole answer has come. */
    Optional<FoundObject> found() {
        ObjectHeader knownHeader = header;
        SignedManifest knownManifest = manifest;
        SignedEnvelope knownEnvelope = envelope;
        if (knownHeader == null || knownManifest == null || knownEnvelope == null) {
            return Optional.empty();
        }
        List<Claim> sorted = new ArrayList<>(claims);
        sorted.sort(Comparator.comparingInt(Claim::index).thenComparing(Claim::holder));
        return Optional.of(
                new FoundObject(
                        knownHeader,
                        knownManifest,
                        knownEnvelope,
                        Optional.ofNullable(lease),
                        sorted,
                        outdated(knownEnvelope)));
    }
}
