package io.shardmesh.node.catalog;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/** How large the parts of an operation and the work of a catalog may get. */
public final class Limits {

    /** As long as a name may be in an object's metadata. */
    public static final int MAX_NAME_BYTES = 1024;

    /** A tag or a type is a word, not a text. */
    public static final int MAX_TEXT_BYTES = 255;

    /**
     * Keeps a full record, 64 × 257 + 255 × 46 + 1,024 and some, below {@link #MAX_RECORD_BYTES}.
     */
    public static final int MAX_TAGS = 64;

    /** As many as an envelope has room for. */
    static final int MAX_READERS = 64;

    /** Longest sealed record; room for fields of later versions. */
    static final int MAX_RECORD_BYTES = 64 << 10;

    /** Operations in one append: all of them are in memory until its sync. */
    public static final int MAX_TOGETHER = 1024;

    /**
     * Appends that wait for a sync, most of them of one operation, 64 MiB at worst; more are
     * refused as BUSY.
     */
    static final int MAX_PENDING_APPENDS = 1024;

    private Limits() {}

    static void checkName(String name) {
        int sizeBytes = sizeBytes(name);
        if (sizeBytes < 1 || sizeBytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name of " + sizeBytes + " bytes");
        }
    }

    static void checkReaders(int count) {
        if (count < 1 || count > MAX_READERS) {
            throw new IllegalArgumentException(count + " readers");
        }
    }

    static void checkText(String what, String text) {
        if (sizeBytes(text) > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(what + " of " + sizeBytes(text) + " bytes");
        }
    }

    static List<String> checkTags(List<String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw new IllegalArgumentException(tags.size() + " tags");
        }
        if (new HashSet<>(tags).size() < tags.size()) {
            throw new IllegalArgumentException("the same tag twice");
        }
        for (String tag : tags) {
            checkText("a tag", tag);
            if (tag.isEmpty()) {
                throw new IllegalArgumentException("an empty tag");
            }
        }
        return List.copyOf(tags);
    }

    private static int sizeBytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
