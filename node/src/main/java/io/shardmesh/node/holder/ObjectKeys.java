package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;

/** Object keys in messages. */
final class ObjectKeys {
    private ObjectKeys() {}

    static Digest decode(ByteString bytes) {
        if (bytes.size() != Digest.SIZE_BYTES) {
            throw Refusals.malformed("an object key has 32 bytes");
        }
        return Digest.of(bytes.toByteArray());
    }
}
