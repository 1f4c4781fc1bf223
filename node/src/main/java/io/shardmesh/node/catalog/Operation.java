package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.bundle.BundledFile;
import java.time.Instant;
import java.util.List;

/** One entry of a log. What a newer program wrote is {@link Unknown}: skipped, but preserved. */
public sealed interface Operation {

    /**
     * An object was stored. A name that is put again gets a new version; an object key that is put
     * again gets a new state.
     *
     * @param name what the user calls it, 1 to {@link Limits#MAX_NAME_BYTES} bytes of UTF-8
     * @param objectKey its address
     * @param file what is known of the source
     * @param tags at most {@link Limits#MAX_TAGS}
     * @param readerCount who can read it, its owner included
     * @param shards how it was stored and how much of that was reached
     */
    record Put(
            String name,
            Digest objectKey,
            FileFacts file,
            List<String> tags,
            int readerCount,
            Shards shards)
            implements Operation {

        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public Put {
            Limits.checkName(name);
            tags = Limits.checkTags(tags);
            Limits.checkReaders(readerCount);
        }
    }

    /**
     * A bundle was stored, or its state changed. It has no name: see {@link Bundled}.
     *
     * @param objectKey its address
     * @param sizeBytes true size of its content
     * @param stored when it was put, to the millisecond
     * @param readerCount who can read it, its owner included
     * @param shards how it was stored and how much of that was reached
     */
    record Bundle(Digest objectKey, long sizeBytes, Instant stored, int readerCount, Shards shards)
            implements Operation {

        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public Bundle {
            Limits.checkReaders(readerCount);
            if (sizeBytes < 0) {
                throw new IllegalArgumentException("size " + sizeBytes);
            }
            stored = Instant.ofEpochMilli(stored.toEpochMilli());
        }
    }

    /**
     * A file lies in a bundle, which an operation before this one in the same log is about. Tags
     * and deletions name the file by its {@link #key}.
     *
     * @param bundle object key of the bundle
     * @param number of the file in its index
     * @param file where it lies, and its name
     * @param tags at most {@link Limits#MAX_TAGS}
     */
    record Bundled(Digest bundle, int number, BundledFile file, List<String> tags)
            implements Operation {

        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public Bundled {
            tags = Limits.checkTags(tags);
            if (number < 0) {
                throw new IllegalArgumentException("number " + number);
            }
        }

        /** What names this file as an object key names an object. */
        public Digest key() {
            return BundledFile.key(bundle, number);
        }
    }

    /** The tags of an object, or of a file in a bundle, are from now on these and no others. */
    record Tag(Digest objectKey, List<String> tags) implements Operation {

        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public Tag {
            tags = Limits.checkTags(tags);
        }
    }

    /** The object is gone, for good and whatever a later operation says: keys are never reused. */
    record Delete(Digest objectKey) implements Operation {}

    /** An operation of a kind that this program does not know. */
    record Unknown(int kind) implements Operation {}

    /**
     * What a catalog keeps of a file.
     *
     * @param sizeBytes true size of the content
     * @param type media type, or empty; at most {@link Limits#MAX_TEXT_BYTES}
     * @param modified last change of the source, to the millisecond
     * @param stored when it was put, to the millisecond
     */
    record FileFacts(long sizeBytes, String type, Instant modified, Instant stored) {

        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public FileFacts {
            Limits.checkText("type", type);
            if (sizeBytes < 0) {
                throw new IllegalArgumentException("size " + sizeBytes);
            }
            modified = Instant.ofEpochMilli(modified.toEpochMilli());
            stored = Instant.ofEpochMilli(stored.toEpochMilli());
        }
    }

    /**
     * How an object was stored.
     *
     * @param scheme k+m; of an inline object, the scheme that told how many copies to make
     * @param inline true when the content lies in the manifest
     * @param totalCount how many shards, or inline copies, were aimed at
     * @param holders who acknowledged which of them, one for an index; fewer than aimed at means
     *     degraded
     */
    record Shards(Scheme scheme, boolean inline, int totalCount, List<Holder> holders) {

        /** Checks the counts; throws {@link IllegalArgumentException} when they make no sense. */
        public Shards {
            holders = List.copyOf(holders);
            if (holders.size() > totalCount || totalCount > Scheme.MAX_TOTAL) {
                throw new IllegalArgumentException(holders.size() + " of " + totalCount);
            }
            if (holders.stream().map(Holder::index).distinct().count() < holders.size()) {
                throw new IllegalArgumentException("two holders of one index");
            }
        }

        /** Shards, or inline copies, that were complete. */
        public int completeCount() {
            return holders.size();
        }

        /** True when less was reached than aimed at. */
        public boolean degraded() {
            return completeCount() < totalCount;
        }
    }

    /**
     * Who took one shard when the object was put.
     *
     * @param index of the shard; for an inline object the number of the copy
     */
    record Holder(int index, PeerId peer) {

        /** Checks the index; throws {@link IllegalArgumentException} when no scheme has it. */
        public Holder {
            if (index < 0 || index >= Scheme.MAX_TOTAL) {
                throw new IllegalArgumentException("index " + index);
            }
        }
    }
}
