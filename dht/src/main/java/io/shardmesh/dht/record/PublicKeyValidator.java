package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Arrays;
import java.util.List;

/**
 * Namespace "pk": the value is the PublicKey message of the peer whose id's multihash follows
 * "/pk/". There is one right value for each key.
 */
public final class PublicKeyValidator implements RecordValidator {
    private static final int PREFIX_BYTES = 4; // "/pk/"

    /** A validator; it has no state. */
    public PublicKeyValidator() {}

    @Override
    public boolean isValid(Key key, byte[] value) {
        byte[] bytes = key.bytes();
        byte[] multihash =
                Arrays.copyOfRange(bytes, Math.min(PREFIX_BYTES, bytes.length), bytes.length);
        try {
            return Arrays.equals(PeerId.ofPublicKeyMessage(value).bytes(), multihash);
        } catch (MalformedException noKey) {
            return false;
        }
    }

    @Override
    public int select(Key key, List<byte[]> values) {
        return 0;
    }
}
