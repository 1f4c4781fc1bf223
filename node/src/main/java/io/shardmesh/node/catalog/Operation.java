package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
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
     * @param sizeBytes true size of the content
     * @param stored when, to the millisecond
     * @param type media type, or empty; at most {@link Limits#MAX_TEXT_BYTES}
     * @param tags at most {@link Limits#MAX_TAGS}
     * @param shards how it was stored and how much of that was reached
     */
    record Put(
            String name,
            Digest objectKey,
            long sizeBytes,
            Instant stored,
            String type,
            List<String> tags,
            Shards shards)
            implements Operation {

        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public Put {
            Limits.checkName(name);
            Limits.checkText("type", type);
            tags = Limits.checkTags(tags);
            if (sizeBytes < 0) {
                throw new IllegalArgumentException("size " + sizeBytes);
            }
            stored = Instant.ofEpochMilli(stored.toEpochMilli());
        }
    }

    /** The tags of an object are from now on these and no others. */
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
     * How an object was stored.
     *
     * @param scheme k+m; of an inline object, the scheme that told how many copies to make
     * @param completeCount shards, or inline copies, that were complete
     * @param totalCount how many were aimed at; more than complete means degraded
     * @param inline true when the content lies in the manifest
     */
    record Shards(Scheme scheme, int completeCount, int totalCount, boolean inline) {

        /** Checks the counts; throws {@link IllegalArgumentException} when they make no sense. */
        public Shards {
            if (completeCount < 0 || completeCount > totalCount || totalCount > Scheme.MAX_TOTAL) {
                throw new IllegalArgumentException(completeCount + " of " + totalCount);
            }
        }

        /** True when less was reached than aimed at. */
        public boolean degraded() {
            return completeCount < totalCount;
        }
    }
}
