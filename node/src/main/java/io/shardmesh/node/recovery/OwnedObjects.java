package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import io.shardmesh.node.recovery.proto.OwnedPage;
import io.shardmesh.node.store.ShardStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Everything that holders have of an owner, each object once, in the order of object keys. All
 * holders list in that order, so one page of each is in memory, however many objects there are. A
 * holder that fails is left out from there on. On the strand; one call at a time.
 */
public final class OwnedObjects {
    private final Members members;
    private final SigningKey owner;
    private final Optional<OwnedListing> own;
    private final CatalogClient client;
    private final List<Listing> listings;
    private int failedCount;

    private static final class Listing {
        private final PeerId holder;
        private final Deque<OwnedObject> read = new ArrayDeque<>();
        private Optional<Digest> next;
        private boolean ended;

        Listing(PeerId holder, Optional<Digest> after) {
            this.holder = holder;
            this.next = after;
        }
    }

    /**
     * @param own what this node holds itself
     * @param after behind which key to begin; empty for all
     */
    OwnedObjects(
            Environment environment,
            Members members,
            Optional<ShardStore> own,
            SigningKey owner,
            Optional<Digest> after) {
        this.members = members;
        this.own = own.map(OwnedListing::new);
        this.owner = owner;
        this.client = new CatalogClient(environment, members);
        this.listings =
                members.holders().stream()
                        .map(Member::peer)
                        .filter(peer -> own.isPresent() || !peer.equals(members.self()))
                        .map(peer -> new Listing(peer, after))
                        .toList();
    }

    /** Holders that could not be asked to the end. */
    public int failedCount() {
        return failedCount;
    }

    /** The next objects, at least one; empty at the end. Never fails. */
    public CompletableFuture<List<OwnedObject>> next() {
        return fill().thenApply(filled -> merged());
    }

    /** Has every listing that goes on show its next object. */
    private CompletableFuture<Void> fill() {
        List<CompletableFuture<Void>> filling =
                listings.stream()
                        .filter(listing -> listing.read.isEmpty() && !listing.ended)
                        .map(this::fill)
                        .toList();
        return CompletableFuture.allOf(filling.toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> fill(Listing listing) {
        return Async.loop(() -> page(listing).thenApply(page -> take(listing, page)))
                .exceptionally(trouble -> {
                    listing.ended = true;
                    failedCount++;
                    return null;
                });
    }

    private CompletableFuture<OwnedPage> page(Listing listing) {
        return listing.holder.equals(members.self())
                ? own.orElseThrow().page(owner.verifyingKey(), listing.next)
                : client.owned(listing.holder, owner, listing.next);
    }

    /** Whether to ask again: a page may be empty and not the last. */
    private boolean take(Listing listing, OwnedPage page) {
        Optional<Digest> before = listing.next;
        page.getObjectList()
                .forEach(each -> decode(listing.holder, each).ifPresent(listing.read::add));
        listing.ended = !page.hasNext();
        if (page.hasNext()) {
            Digest next = Digest.of(page.getNext().toByteArray());
            // A holder that does not go on would keep us asking for ever.
            listing.ended = before.isPresent() && next.compareTo(before.get()) <= 0;
            listing.next = Optional.of(next);
        }
        return listing.read.isEmpty() && !listing.ended;
    }

    private Optional<OwnedObject> decode(
            PeerId holder, io.shardmesh.node.recovery.proto.OwnedObject listed) {
        try {
            ObjectHeader header = ObjectHeader.decode(listed.getHeader().toByteArray());
            SignedManifest manifest = SignedManifest.decode(listed.getManifest().toByteArray());
            SignedEnvelope envelope = SignedEnvelope.decode(listed.getEnvelope().toByteArray());
            boolean good =
                    header.owner().equals(owner.verifyingKey())
                            && manifest.verify(members.mesh(), header)
                            && envelope.verify(members.mesh(), header);
            SortedMap<Integer, PeerId> holders = new TreeMap<>();
            listed.getIndexList().stream()
                    .filter(index -> index >= 0 && index < Scheme.MAX_TOTAL)
                    .forEach(index -> holders.put(index, holder));
            return good
                    ? Optional.of(
                            new OwnedObject(header, manifest, envelope, lease(listed), holders))
                    : Optional.empty();
        } catch (MalformedRecordException malformed) {
            return Optional.empty();
        }
    }

    /** Only a genuine one: its size and sequence go into the one that renews it. */
    private Optional<Lease> lease(io.shardmesh.node.recovery.proto.OwnedObject listed) {
        if (!listed.hasLease()) {
            return Optional.empty();
        }
        SignedLease lease = SignedLease.decode(listed.getLease().toByteArray());
        return Optional.of(lease)
                .filter(signed -> signed.lease().owner().equals(owner.verifyingKey()))
                .filter(signed -> signed.verify(members.mesh()))
                .map(SignedLease::lease);
    }

    /** All up to where the first listing has to be read on. */
    private List<OwnedObject> merged() {
        List<OwnedObject> merged = new ArrayList<>();
        while (listings.stream().noneMatch(one -> one.read.isEmpty() && !one.ended)) {
            Optional<Digest> least =
                    listings.stream()
                            .map(listing -> listing.read.peek())
                            .filter(Objects::nonNull)
                            .map(OwnedObject::objectKey)
                            .min(Digest::compareTo);
            if (least.isEmpty()) {
                break;
            }
            listings.stream()
                    .filter(one -> shows(one, least.get()))
                    .map(one -> one.read.remove())
                    .reduce(OwnedObject::with)
                    .ifPresent(merged::add);
        }
        return merged;
    }

    private static boolean shows(Listing listing, Digest key) {
        OwnedObject first = listing.read.peek();
        return first != null && first.objectKey().equals(key);
    }
}
