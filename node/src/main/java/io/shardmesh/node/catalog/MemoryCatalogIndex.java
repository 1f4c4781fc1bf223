package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.catalog.IndexedObject.Change;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An index that is made again at each start. Its futures are complete when they are returned. */
public final class MemoryCatalogIndex implements CatalogIndex {

    private static final Comparator<IndexedObject> NEWEST_FIRST =
            Comparator.comparing(MemoryCatalogIndex::first).reversed();

    private final TreeMap<Digest, IndexedObject> objects = new TreeMap<>();

    /** By name key, then oldest first: the last of a name is its latest version. */
    private final TreeMap<Digest, TreeMap<Stamp, IndexedObject>> names = new TreeMap<>();

    private final TreeMap<DeviceId, Coverage> coverage = new TreeMap<>();

    private MemoryCatalogIndex() {}

    /** An empty index. */
    public static MemoryCatalogIndex create() {
        return new MemoryCatalogIndex();
    }

    @Override
    public CompletableFuture<List<Coverage>> coverage() {
        return CompletableFuture.completedFuture(List.copyOf(coverage.values()));
    }

    @Override
    public CompletableFuture<Void> apply(List<Change> changes, Coverage covered) {
        changes.forEach(this::apply);
        coverage.put(covered.device(), covered);
        return Done.now();
    }

    private void apply(Change change) {
        var before = objects.get(change.objectKey());
        var known = before == null ? IndexedObject.unknown(change.objectKey()) : before;
        if (known.put() != null && known.visible()) {
            var versions = Objects.requireNonNull(names.get(known.put().nameKey()));
            versions.remove(first(known));
            if (versions.isEmpty()) {
                names.remove(known.put().nameKey());
            }
        }
        var after = known.with(change);
        objects.put(change.objectKey(), after);
        if (after.put() != null && after.visible()) {
            names.computeIfAbsent(after.put().nameKey(), name -> new TreeMap<>())
                    .put(first(after), after);
        }
    }

    @Override
    public CompletableFuture<Integer> filesIn(Digest bundle) {
        long count =
                objects.values().stream()
                        .filter(object -> object.visible() && !object.isBundle())
                        .filter(object -> Objects.equals(object.bundle(), bundle))
                        .count();
        return CompletableFuture.completedFuture((int) count);
    }

    @Override
    public CompletableFuture<List<IndexedObject>> versions(Digest nameKey) {
        var versions = names.getOrDefault(nameKey, new TreeMap<>());
        return CompletableFuture.completedFuture(List.copyOf(versions.descendingMap().values()));
    }

    @Override
    public CompletableFuture<Integer> versionCount(Digest nameKey) {
        return versions(nameKey).thenApply(List::size);
    }

    @Override
    public CompletableFuture<Optional<IndexedObject>> object(Digest objectKey) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(objects.get(objectKey)).filter(IndexedObject::visible));
    }

    @Override
    public CompletableFuture<List<IndexedObject>> latest(
            List<Digest> tagKeys, Optional<Stamp> before, int limit) {
        Stream<IndexedObject> latest =
                names.values().stream()
                        .map(versions -> versions.lastEntry().getValue())
                        .filter(object -> !object.isBundle())
                        .filter(object -> object.tagKeys().containsAll(tagKeys))
                        .filter(object ->
                                before.map(at -> first(object).compareTo(at) < 0).orElse(true));
        return CompletableFuture.completedFuture(latest.sorted(NEWEST_FIRST).limit(limit).toList());
    }

    @Override
    public CompletableFuture<Void> clear() {
        objects.clear();
        names.clear();
        coverage.clear();
        return Done.now();
    }

    @Override
    public CompletableFuture<Void> close() {
        return Done.now();
    }

    private static Stamp first(IndexedObject object) {
        return Objects.requireNonNull(object.first(), "an object without a put has no place here");
    }
}
