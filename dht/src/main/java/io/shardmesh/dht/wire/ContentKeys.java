package io.shardmesh.dht.wire;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys of content are multihashes. A whole CIDv1, which some peers send, is cut down to the
 * multihash in it (libp2p specs, kad-dht), so that both name the same content.
 */
final class ContentKeys {
    private static final int CID_VERSION = 1;

    private ContentKeys() {}

    /**
     * The key that {@code bytes} stand for.
     *
     * @throws MalformedException when they are neither
     */
    static Key of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length > 2 && bytes[0] == CID_VERSION) {
            Varint.read(in);
            Varint.read(in);
        }
        int start = in.position();
        Varint.read(in);
        long digestBytes = Varint.read(in);
        if (digestBytes < 1 || digestBytes != in.remaining()) {
            throw new MalformedException("the key of content is no multihash");
        }
        return Key.of(Arrays.copyOfRange(bytes, start, bytes.length));
    }
}
