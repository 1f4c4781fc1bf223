package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.RecordLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds objects that nothing names any more among those that holders have of the owner's. */
final class Orphans {
    private final OwnedObjects owned;
    private final NamedObjects named;
    private final Instant before;

    /**
     * @param owned where the page begins
     * @param before what was asked to be kept later is no orphan yet
     */
    Orphans(OwnedObjects owned, NamedObjects named, Instant before) {
        this.owned = owned;
        this.named = named;
        this.before = before;
    }

    CompletableFuture<OrphanPage> page() {
        return owned.next()
                .thenCompose(objects -> {
                    List<CompletableFuture<Optional<OrphanPage.Orphan>>> looked = new ArrayList<>();
                    objects.forEach(object -> looked.add(look(object)));
                    return Async.all(looked).thenApply(found -> page(objects, found));
                });
    }

    private OrphanPage page(List<OwnedObject> objects, List<Optional<OrphanPage.Orphan>> found) {
        Optional<Digest> next =
                objects.isEmpty() ? Optional.empty() : Optional.of(objects.getLast().objectKey());
        return new OrphanPage(
                found.stream().flatMap(Optional::stream).toList(),
                objects.size(),
                owned.failedCount(),
                next);
    }

    /** Without a lease nothing says how old it is; then it is left alone. */
    private CompletableFuture<Optional<OrphanPage.Orphan>> look(OwnedObject object) {
        Optional<Lease> old = object.lease().filter(lease -> since(lease).isBefore(before));
        return old.isEmpty()
                ? CompletableFuture.completedFuture(Optional.empty())
                : named.contain(object.objectKey())
                        .thenApply(wanted ->
                                wanted ? Optional.empty() : Optional.of(orphan(object, old.get())));
    }

    private static OrphanPage.Orphan orphan(OwnedObject object, Lease lease) {
        return new OrphanPage.Orphan(
                object.objectKey(), lease.sizeBytes(), object.holders().size(), since(lease));
    }

    private static Instant since(Lease lease) {
        return lease.notAfter().minus(RecordLimits.LEASE_DURATION);
    }
}
