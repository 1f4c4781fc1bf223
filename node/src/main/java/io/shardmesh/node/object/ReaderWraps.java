package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Hkdf;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Wraps file keys for readers so that their owner, and nobody else, can tell afterwards for whom: a
 * wrapped key names no reader, and one that is to be left out has to be found. What ECIES draws,
 * ephemeral key and nonce, comes from HKDF over a secret of the owner, the object key and the
 * reader's key (docs/formats/envelope.md). Nothing else leaves this node under both: an object has
 * one file key, and its key is the hash of fresh random bytes.
 */
public final class ReaderWraps {
    private static final byte[] LABEL =
            "shardmesh/reader-wrap/1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SALT = {};

    /** 48 bytes of an ephemeral key, 16 of a nonce. */
    private static final int DRAWN_BYTES = 64;

    /** Ephemeral key and nonce lie in front and do not depend on what is wrapped. */
    private static final int FRONT_BYTES = 65 + 16;

    private final SecretBytes ownersSecret;

    /** Uses the owner's catalog key, which stays the caller's and must outlive this. */
    public ReaderWraps(SecretBytes ownersSecret) {
        this.ownersSecret = ownersSecret;
    }

    /** The file key of the object for one reader; the same each time. */
    Bytes wrap(Digest objectKey, ReadingPublicKey reader, SecretBytes fileKey) {
        byte[] info =
                ByteBuffer.allocate(LABEL.length + Digest.SIZE_BYTES + ReadingPublicKey.SIZE_BYTES)
                        .put(LABEL)
                        .put(objectKey.bytes())
                        .put(reader.bytes())
                        .array();
        try (SecretBytes drawn = Hkdf.derive(ownersSecret, NO_SALT, info, DRAWN_BYTES)) {
            ByteBuffer rest = ByteBuffer.wrap(drawn.expose());
            RandomSource source = rest::get;
            return Bytes.of(reader.seal(fileKey.expose(), source));
        }
    }

    /** Whether the wrapped key was made by {@link #wrap} for this reader of this object. */
    boolean isFor(Bytes wrapped, Digest objectKey, ReadingPublicKey reader) {
        try (SecretBytes any = SecretBytes.takeOver(new byte[32])) {
            ByteBuffer expected = wrap(objectKey, reader, any).buffer();
            return wrapped.size() == expected.remaining()
                    && expected.slice(0, FRONT_BYTES)
                            .equals(wrapped.buffer().slice(0, FRONT_BYTES));
        }
    }
}
