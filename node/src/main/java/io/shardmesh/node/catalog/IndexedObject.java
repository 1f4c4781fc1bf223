package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows about one object key. Changes may come in any order, as logs of several
 * devices do, and more than once; the result is the same: the greatest stamp wins for state and
 * tags, the least orders versions, deleted stays deleted.
 *
 * @param objectKey the object
 * @param put name and place of the latest put; null while only other operations were seen
 * @param first stamp of the first put, by which the versions of a name are ordered; null with it
 * @param tags place of the operation that set the tags; null while no put or tag was seen
 * @param tagKeys keyed hashes of the tags
 * @param deleted whether a delete was seen
 * @param bundle of a file in a bundle, that one's key; of a bundle its own; null of other objects
 */
public record IndexedObject(
        Digest objectKey,
        @Nullable Named put,
        @Nullable Stamp first,
        @Nullable Place tags,
        List<Digest> tagKeys,
        boolean deleted,
        @Nullable Digest bundle) {

    /** A record in a log: its stamp tells which log. */
    public record Place(Stamp stamp, long offset) {}

    /** A put under the keyed hash of its name. */
    public record Named(Digest nameKey, Place place) {}

    /** What an operation means to the index. */
    public sealed interface Change {

        /** The object it is about. */
        Digest objectKey();

        /** {@link Operation.Put}. */
        record Put(Digest objectKey, Digest nameKey, List<Digest> tagKeys, Place place)
                implements Change {}

        /** {@link Operation.Bundle}. */
        record Bundle(Digest objectKey, Digest nameKey, Place place) implements Change {}

        /** {@link Operation.Bundled}; the object key is the key of the file. */
        record Bundled(
                Digest objectKey, Digest bundle, Digest nameKey, List<Digest> tagKeys, Place place)
                implements Change {}

        /** {@link Operation.Tag}. */
        record Tag(Digest objectKey, List<Digest> tagKeys, Place place) implements Change {}

        /** {@link Operation.Delete}. */
        record Delete(Digest objectKey) implements Change {}
    }

    /** Copies the list. */
    public IndexedObject {
        tagKeys = List.copyOf(tagKeys);
    }

    /** Nothing is known yet. */
    public static IndexedObject unknown(Digest objectKey) {
        return new IndexedObject(objectKey, null, null, null, List.of(), false, null);
    }

    /** Whether it is a bundle, which has no name and is in no listing. */
    public boolean isBundle() {
        return bundle != null && bundle.equals(objectKey);
    }

    /** Whether users see it. */
    public boolean visible() {
        return put != null && !deleted;
    }

    /** The state after one more change. */
    public IndexedObject with(Change change) {
        return switch (change) {
            case Change.Put(Digest key, Digest nameKey, List<Digest> keys, Place place) ->
                    withPut(new Named(nameKey, place)).withTags(keys, place);
            case Change.Bundle(Digest key, Digest nameKey, Place place) ->
                    withPut(new Named(nameKey, place)).withTags(List.of(), place).in(objectKey);
            case Change.Bundled(
                            Digest key,
                            Digest holding,
                            Digest nameKey,
                            List<Digest> keys,
                            Place place) ->
                    withPut(new Named(nameKey, place)).withTags(keys, place).in(holding);
            case Change.Tag(Digest key, List<Digest> keys, Place place) -> withTags(keys, place);
            case Change.Delete delete ->
                    new IndexedObject(objectKey, put, first, tags, tagKeys, true, bundle);
        };
    }

    private IndexedObject withPut(Named candidate) {
        Stamp stamp = candidate.place.stamp;
        boolean later = put == null || stamp.compareTo(put.place.stamp) > 0;
        boolean earlier = first == null || stamp.compareTo(first) < 0;
        return new IndexedObject(
                objectKey,
                later ? candidate : put,
                earlier ? stamp : first,
                tags,
                tagKeys,
                deleted,
                bundle);
    }

    private IndexedObject in(Digest holding) {
        return new IndexedObject(objectKey, put, first, tags, tagKeys, deleted, holding);
    }

    private IndexedObject withTags(List<Digest> keys, Place place) {
        boolean later = tags == null || place.stamp.compareTo(tags.stamp) > 0;
        return later
                ? new IndexedObject(objectKey, put, first, place, keys, deleted, bundle)
                : this;
    }
}
