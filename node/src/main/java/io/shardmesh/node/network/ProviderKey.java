package io.shardmesh.node.network;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.dht.contact.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The DHT's key of an object: the sha2-256 multihash of "shardmesh-object" and the object key.
 * Other implementations read the key as a CID or a bare sha2-256 multihash, so it is one.
 */
final class ProviderKey {
    private static final byte[] CONTEXT = "shardmesh-object".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHA2_256 = {0x12, Digest.SIZE_BYTES};

    private ProviderKey() {}

    static Key of(Digest objectKey) {
        byte[] input =
                ByteBuffer.allocate(CONTEXT.length + Digest.SIZE_BYTES)
                        .put(CONTEXT)
                        .put(objectKey.bytes())
                        .array();
        return Key.of(
                ByteBuffer.allocate(SHA2_256.length + Digest.SIZE_BYTES)
                        .put(SHA2_256)
                        .put(Sha256.hash(input).bytes())
                        .array());
    }
}
