package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.care.Caretaker;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.Getter;
import io.shardmesh.node.object.Putter;
import io.shardmesh.node.store.ShardStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The catalogs in the mesh, from this node's side: it keeps the heads of all owners, publishes its
 * own owner's log and follows the logs of the owner's other devices. On the strand.
 */
public final class MeshCatalog {
    /** A node that ends does not wait longer for its last words to arrive. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Environment environment;
    private final Members members;
    private final Optional<ShardStore> store;
    private final Optional<Own> own;

    private record Own(
            Catalog catalog,
            CatalogKeys keys,
            HeadShelf shelf,
            LogPublisher publisher,
            LogFollower follower,
            LeaseKeeper leases) {}

    /**
     * What belongs to the owner of this home.
     *
     * @param catalog its names
     * @param putter stores segments
     * @param getter fetches them
     * @param caretaker deletes those that newer ones replace
     * @param signing signs heads; stays the maker's
     * @param catalogKey opens logs; stays the maker's
     */
    public record Owner(
            Catalog catalog,
            Putter putter,
            Getter getter,
            Caretaker caretaker,
            SigningKey signing,
            SecretBytes catalogKey) {}

    private MeshCatalog(
            Environment environment,
            Members members,
            Optional<ShardStore> store,
            Optional<Own> own) {
        this.environment = environment;
        this.members = members;
        this.store = store;
        this.own = own;
    }

    /**
     * Starts to keep, publish and follow.
     *
     * @param heads what is kept of heads in this home
     * @param store from which objects are listed for their owner; empty for a home that holds none
     * @param owner empty without the owner's keys
     */
    public static MeshCatalog start(
            Environment environment,
            Members members,
            HeadFiles heads,
            Optional<ShardStore> store,
            Optional<Owner> owner) {
        HeadShelf shelf = new HeadShelf(heads, heads.known());
        HeadKeeper.create(environment, members, shelf, store);
        MeshCatalog catalog =
                new MeshCatalog(
                        environment,
                        members,
                        store,
                        owner.map(known -> own(environment, members, store, shelf, known)));
        catalog.own.ifPresent(started -> {
            started.publisher().start();
            started.follower().start();
            started.leases().start();
        });
        return catalog;
    }

    private static Own own(
            Environment environment,
            Members members,
            Optional<ShardStore> store,
            HeadShelf shelf,
            Owner owner) {
        CatalogKeys keys = CatalogKeys.of(owner.signing(), owner.catalogKey());
        LogPublisher publisher =
                new LogPublisher(
                        environment,
                        members,
                        shelf,
                        new LogPublisher.Ports(
                                owner.catalog(),
                                owner.putter(),
                                owner.caretaker(),
                                owner.signing(),
                                keys.secrets()));
        SegmentReader reader = new SegmentReader(owner.getter(), owner.catalog(), keys);
        LogFollower follower =
                new LogFollower(environment, members, shelf, owner.catalog(), keys, reader);
        LeaseKeeper leases =
                new LeaseKeeper(
                        environment,
                        owner.catalog(),
                        keys,
                        shelf,
                        owner.caretaker(),
                        () ->
                                new OwnedObjects(
                                        environment,
                                        members,
                                        store,
                                        keys.signing(),
                                        Optional.empty()));
        return new Own(owner.catalog(), keys, shelf, publisher, follower, leases);
    }

    /** Fetches what the owner's other devices have published; never fails for lack of an answer. */
    public CompletableFuture<Followed> followAll() {
        return Async.attempt(() -> own().follower().followAll());
    }

    /** Publishes what is new now, instead of in a few seconds; never fails. */
    public CompletableFuture<Void> publish() {
        return Async.attempt(() -> own().publisher().publish());
    }

    /** Whether the sealed metadata of an object says that it is part of a log, and no file. */
    public static boolean isSegment(String type) {
        return type.equals(LogPublisher.SEGMENT_TYPE);
    }

    /** What holders have of this owner's objects. */
    public OwnedObjects owned() {
        return owned(Optional.empty());
    }

    private OwnedObjects owned(Optional<Digest> after) {
        return new OwnedObjects(environment, members, store, own().keys().signing(), after);
    }

    /**
     * One page of what holders have of this owner's although nothing names it; see {@link
     * ObjectCare#orphans}.
     */
    public CompletableFuture<OrphanPage> orphans(Duration leastAge, Optional<Digest> after) {
        CompletableFuture<Void> known =
                after.isPresent()
                        ? CompletableFuture.completedFuture(null)
                        : followAll().thenAccept(MeshCatalog::requireWhole);
        Instant before = environment.clock().instant().minus(leastAge);
        return known.thenCompose(all ->
                new Orphans(
                                owned(after),
                                new NamedObjects(own().catalog(), own().keys(), own().shelf()),
                                before)
                        .page());
    }

    private static void requireWhole(Followed followed) {
        if (!followed.problems().isEmpty()) {
            throw followed.problems().getFirst().exception();
        }
        if (followed.answeredCount() < followed.askedCount()) {
            throw new Failure(
                            FailureKind.UNREACHABLE,
                            "read",
                            "the catalogs of all devices",
                            "%d of %d holders answered; try again when all are there"
                                    .formatted(followed.answeredCount(), followed.askedCount()))
                    .exception();
        }
    }

    private Own own() {
        return own.orElseThrow(() ->
                new Failure(
                                FailureKind.REFUSED,
                                "read",
                                "the catalog",
                                "this node runs without its owner's keys")
                        .exception());
    }

    /** Publishes what is new, if there is anybody to tell, and stops; never fails. */
    public CompletableFuture<Void> end() {
        if (own.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        own.get().follower().end();
        own.get().leases().end();
        CompletableFuture<Void> ending =
                members.connected().isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : own.get().publisher().end();
        return Async.within(
                        environment.strand(), END_LIMIT, ending, () -> members.away(members.self()))
                .exceptionally(late -> null)
                .whenComplete((done, trouble) -> own.get().keys().secrets().close());
    }
}
