package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.record.SignedCatalogHead;
import io.shardmesh.node.recovery.proto.OwnedPage;
import io.shardmesh.node.store.ShardStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the heads of all owners on the list and passes them on: to each holder when it is
 * connected, and to a few at random every hour, so that all come to have the newest whoever was
 * away when it was made. A head is some 3 KiB. On the strand.
 */
final class HeadKeeper {
    private static final Duration GOSSIP_PAUSE = Duration.ofHours(1);
    private static final int GOSSIP_COUNT = 3;

    private final Environment environment;
    private final Members members;
    private final HeadShelf shelf;
    private final Optional<OwnedListing> listing;
    private final CatalogClient client;
    private Set<PeerId> greeted = new HashSet<>();

    private HeadKeeper(
            Environment environment, Members members, HeadShelf shelf, Optional<ShardStore> store) {
        this.environment = environment;
        this.members = members;
        this.shelf = shelf;
        this.listing = store.map(OwnedListing::new);
        this.client = new CatalogClient(environment, members);
    }

    /**
     * Starts to keep and to answer.
     *
     * @param store what it lists objects from
     */
    static HeadKeeper create(
            Environment environment, Members members, HeadShelf shelf, Optional<ShardStore> store) {
        HeadKeeper keeper = new HeadKeeper(environment, members, shelf, store);
        members.serve(CatalogSession.PROTOCOL, stream -> new CatalogSession(keeper, stream).run());
        members.onChange(keeper::meet);
        keeper.planGossip();
        return keeper;
    }

    /** Takes a head from anybody; completes with the one that counts when that is on the disk. */
    CompletableFuture<SignedCatalogHead> take(SignedCatalogHead head) {
        if (!members.membership().mayPut(head.head().owner())) {
            return refuse("its owner is not on the membership list");
        }
        if (!shelf.has(head) && !head.verify(members.mesh())) {
            return refuse("it is not signed by its owner");
        }
        return shelf.offer(head);
    }

    private static CompletableFuture<SignedCatalogHead> refuse(String cause) {
        return Async.failed(new Failure(FailureKind.REFUSED, "keep", "a catalog head", cause));
    }

    /** What is held here of an owner's; the caller has checked who asks. */
    CompletableFuture<OwnedPage> owned(VerifyingKey owner, Optional<Digest> after) {
        return listing.map(found -> found.page(owner, after))
                .orElseGet(() -> CompletableFuture.completedFuture(OwnedPage.getDefaultInstance()));
    }

    /** Who is connected for the first time in a while may have missed something. */
    private void meet() {
        Set<PeerId> connected = members.connected();
        holders().stream()
                .filter(connected::contains)
                .filter(peer -> !greeted.contains(peer))
                .forEach(this::passOn);
        greeted = new HashSet<>(connected);
    }

    private void passOn(PeerId peer) {
        List<SignedCatalogHead> heads =
                shelf.all().stream()
                        .filter(head -> members.membership().mayPut(head.head().owner()))
                        .toList();
        Set<VerifyingKey> behind = new LinkedHashSet<>();
        client.show(
                        peer,
                        heads,
                        (head, sequence) -> {
                            if (sequence > head.head().sequence()) {
                                behind.add(head.head().owner());
                            }
                        })
                .thenCompose(shown ->
                        Async.settled(behind.stream().map(owner -> fetch(peer, owner)).toList()))
                .exceptionally(away -> null);
    }

    private CompletableFuture<Void> fetch(PeerId peer, VerifyingKey owner) {
        return client.heads(peer, owner, shelf)
                .thenCompose(heads -> Async.settled(heads.stream().map(this::take).toList()))
                .thenApply(taken -> null);
    }

    private void planGossip() {
        var _ =
                environment
                        .strand()
                        .schedule(
                                GOSSIP_PAUSE,
                                () -> {
                                    gossip();
                                    planGossip();
                                });
    }

    private void gossip() {
        List<PeerId> connected = new ArrayList<>(holders());
        connected.retainAll(members.connected());
        for (int count = 0; count < GOSSIP_COUNT && !connected.isEmpty(); count++) {
            int drawn = environment.random().bytes(1)[0] & 0xff;
            passOn(connected.remove(drawn % connected.size()));
        }
    }

    private List<PeerId> holders() {
        return members.holders().stream()
                .map(Member::peer)
                .filter(peer -> !peer.equals(members.self()))
                .toList();
    }

    HeadShelf shelf() {
        return shelf;
    }

    Environment environment() {
        return environment;
    }

    Members members() {
        return members;
    }
}
