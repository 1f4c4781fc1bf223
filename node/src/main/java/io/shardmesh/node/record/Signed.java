package io.shardmesh.node.record;

import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import java.util.Arrays;

/**
 * The exact bytes of a signed record as they were made or received: a body and the signature over
 * it, 64 bytes. They are kept, and never encoded anew, because fields that this version skips are
 * signed too.
 */
public record Signed(Bytes bytes) {
    private static final int SIGNATURE_BYTES = 64;

    /** Checks that there is room for a signature. */
    public Signed {
        if (bytes.size() < SIGNATURE_BYTES) {
            throw new IllegalArgumentException("shorter than a signature");
        }
    }

    /** Signs a body. */
    public static Signed sign(Context context, SigningKey key, MeshId mesh, byte[] body) {
        byte[] signature = context.sign(key, mesh, body).bytes();
        byte[] all = Arrays.copyOf(body, body.length + SIGNATURE_BYTES);
        System.arraycopy(signature, 0, all, body.length, SIGNATURE_BYTES);
        return new Signed(Bytes.takeOver(all));
    }

    /**
     * Takes what the reader has read so far as the body and the rest as the signature.
     *
     * @throws MalformedRecordException when the rest is not exactly a signature
     */
    public static Signed read(RecordReader reader) {
        reader.signature();
        reader.end();
        return new Signed(Bytes.takeOver(reader.consumed()));
    }

    /** True when the key signed this body for this purpose in this mesh. Never throws. */
    public boolean verify(Context context, VerifyingKey key, MeshId mesh) {
        byte[] all = bytes.live();
        int bodyBytes = all.length - SIGNATURE_BYTES;
        byte[] body = Arrays.copyOf(all, bodyBytes);
        Signature signature = Signature.of(Arrays.copyOfRange(all, bodyBytes, all.length));
        return context.verify(key, mesh, body, signature);
    }
}
