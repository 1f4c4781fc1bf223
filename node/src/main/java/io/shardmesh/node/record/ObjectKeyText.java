package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import java.util.Optional;

/**
 * The text of an object key for people: {@code shm1}, 52 letters of key, 6 letters of checksum. The
 * checksum detects every error in up to four letters, and so every wrong letter and every swap of
 * neighbours. See {@code docs/formats/object-key-text.md}.
 */
public final class ObjectKeyText {
    private static final CheckedText FORM = new CheckedText("shm1", Digest.SIZE_BYTES);

    private ObjectKeyText() {}

    /** The text of a key: 62 characters, lower case. */
    public static String format(Digest objectKey) {
        return FORM.format(objectKey.bytes());
    }

    /** The key, when the text is exactly one; case counts. */
    public static Optional<Digest> parse(String text) {
        return FORM.parse(text).map(SecretBytes::expose).map(Digest::of);
    }
}
