package io.shardmesh.node.bundle;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A file in a bundle.
 *
 * @param name under which its owner finds it, 1 to {@link #MAX_NAME_BYTES} bytes of UTF-8, no NUL
 * @param offset of its first byte in the bundle's content
 * @param sizeBytes its length
 * @param digest BLAKE3 of its content, by which a reader checks what it has cut out
 * @param facts what else is known of it
 */
public record BundledFile(String name, long offset, long sizeBytes, Digest digest, Facts facts) {
    /** As long as a name may be in an object's metadata. */
    public static final int MAX_NAME_BYTES = 1024;

    /** As long as a type may be there. */
    public static final int MAX_TYPE_BYTES = 255;

    private static final int MAX_MODE = 07777;
    private static final byte[] KEY_CONTEXT =
            "shardmesh/bundled-file/1".getBytes(StandardCharsets.US_ASCII);

    /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
    public BundledFile {
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes < 1 || nameBytes > MAX_NAME_BYTES || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name of " + nameBytes + " bytes, or with a NUL");
        }
        if (offset < 0 || sizeBytes < 0 || offset + sizeBytes < 0) {
            throw new IllegalArgumentException(sizeBytes + " bytes at " + offset);
        }
    }

    /**
     * What a file system keeps of a file beside its name and size.
     *
     * @param type media type in printable ASCII, empty when unknown
     * @param mode POSIX permission bits, 0 when unknown
     * @param modified its last change
     */
    public record Facts(String type, int mode, Instant modified) {
        /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
        public Facts {
            if (type.length() > MAX_TYPE_BYTES || !type.chars().allMatch(c -> c > 31 && c < 127)) {
                throw new IllegalArgumentException("a type that is too long or no ASCII");
            }
            if (mode < 0 || mode > MAX_MODE) {
                throw new IllegalArgumentException("mode " + mode);
            }
        }
    }

    /**
     * What a catalog calls a file of a bundle, as an object key names an object: tags and deletions
     * name it. Nobody can be asked for it.
     *
     * @param bundle the object key of the bundle
     * @param number of the file in its index, from 0
     */
    public static Digest key(Digest bundle, int number) {
        ByteBuffer input =
                ByteBuffer.allocate(KEY_CONTEXT.length + Digest.SIZE_BYTES + Integer.BYTES);
        input.put(KEY_CONTEXT).put(bundle.bytes()).putInt(number);
        return Blake3.hash(input.array());
    }
}
