package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Who can open an object: its file key, wrapped once for each reader. Of two, the one with the
 * higher sequence counts, so readers can be added and left out without a new manifest. See {@code
 * docs/formats/envelope.md}.
 *
 * @param objectKey the object
 * @param sequence max(previous + 1, now in milliseconds)
 * @param wrappedKeys 1 to 64 times 129 bytes: the file key in ECIES
 */
public record Envelope(Digest objectKey, long sequence, List<Bytes> wrappedKeys) {
    private static final RecordKind KIND = RecordKind.ENVELOPE;

    /**
     * Checks count and lengths.
     *
     * @throws IllegalArgumentException when they are out of bounds
     */
    public Envelope {
        wrappedKeys = List.copyOf(wrappedKeys);
        if (wrappedKeys.isEmpty() || wrappedKeys.size() > RecordLimits.READER_COUNT) {
            throw new IllegalArgumentException(wrappedKeys.size() + " wrapped keys");
        }
        for (Bytes wrapped : wrappedKeys) {
            if (wrapped.size() != RecordLimits.WRAPPED_KEY_BYTES) {
                throw new IllegalArgumentException("a wrapped key of " + wrapped.size() + " bytes");
            }
        }
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence is negative");
        }
    }

    /** Signs with the key of the object's owner. */
    public SignedEnvelope sign(SigningKey owner, MeshId mesh) {
        return SignedEnvelope.of(Signed.sign(Context.ENVELOPE, owner, mesh, encodeBody()), this);
    }

    private byte[] encodeBody() {
        RecordWriter out = RecordWriter.of(KIND).digest(objectKey).u64(sequence);
        out.u8(wrappedKeys.size());
        wrappedKeys.forEach(wrapped -> out.raw(wrapped.live()));
        return out.noExtensions().finish();
    }

    static Envelope read(RecordReader in) {
        Digest objectKey = in.digest("objectKey");
        long sequence = in.u64("sequence");
        int count = in.u8("wrappedKeys", 1, RecordLimits.READER_COUNT);
        List<Bytes> wrapped = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            wrapped.add(Bytes.takeOver(in.raw("wrappedKeys", RecordLimits.WRAPPED_KEY_BYTES)));
        }
        in.extensions();
        return new Envelope(objectKey, sequence, wrapped);
    }
}
