package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.seal.v1.FileKey;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What opens one object without a reading key: its object key and its file key, in one line of text
 * that is a secret. Whoever has the line and is let into the mesh reads the object. See {@code
 * docs/formats/object-link.md}.
 *
 * <p>Not thread-safe; closing wipes the file key.
 */
public final class ObjectLink implements AutoCloseable {
    private static final CheckedText FORM =
            new CheckedText("shmlink1", Digest.SIZE_BYTES + FileKey.SIZE_BYTES);

    private final Digest objectKey;
    private final SecretBytes fileKey;

    private ObjectLink(Digest objectKey, SecretBytes fileKey) {
        this.objectKey = objectKey;
        this.fileKey = fileKey;
    }

    /** A link to an object; the key is copied and stays the caller's. */
    public static ObjectLink of(Digest objectKey, FileKey fileKey) {
        return new ObjectLink(objectKey, fileKey.secret());
    }

    /** The link, when the text is exactly one; case counts. The caller closes it. */
    public static Optional<ObjectLink> parse(String text) {
        return FORM.parse(text).map(ObjectLink::ofBytes);
    }

    private static ObjectLink ofBytes(SecretBytes bytes) {
        try (bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes.expose());
            Digest objectKey = Digest.read(in);
            byte[] secret = new byte[FileKey.SIZE_BYTES];
            in.get(secret);
            return new ObjectLink(objectKey, SecretBytes.takeOver(secret));
        }
    }

    /** The object that it opens. */
    public Digest objectKey() {
        return objectKey;
    }

    /** The key of its content, not checked against any manifest; the caller's to close. */
    public FileKey fileKey() {
        return FileKey.of(fileKey);
    }

    /** The secret line: 117 characters, lower case. */
    public String text() {
        try (SecretBytes bytes =
                SecretBytes.takeOver(new byte[Digest.SIZE_BYTES + FileKey.SIZE_BYTES])) {
            ByteBuffer.wrap(bytes.expose()).put(objectKey.bytes()).put(fileKey.expose());
            return FORM.format(bytes.expose());
        }
    }

    @Override
    public void close() {
        fileKey.close();
    }

    /** Tells nothing of the file key. */
    @Override
    public String toString() {
        return "link to " + ObjectKeyText.format(objectKey);
    }
}
