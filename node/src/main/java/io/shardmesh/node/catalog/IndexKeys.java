package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Hkdf;
import io.shardmesh.crypto.HmacSha256;
import io.shardmesh.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names and tags as the index sees them: keyed hashes, so that it can be searched for one that is
 * known but tells none. Closing wipes the key.
 */
final class IndexKeys implements AutoCloseable {

    private static final byte[] LABEL =
            "shardmesh/catalog-index/1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_SALT = {};
    private static final byte[] NAME = {1};
    private static final byte[] TAG = {2};
    private static final byte[] BUNDLE = {3};

    private final SecretBytes secret;

    private IndexKeys(SecretBytes secret) {
        this.secret = secret;
    }

    static IndexKeys derive(SecretBytes catalogKey) {
        return new IndexKeys(Hkdf.derive(catalogKey, NO_SALT, LABEL, Digest.SIZE_BYTES));
    }

    Digest name(String name) {
        return hash(NAME, name);
    }

    /** Stands where an object has the key of its name, which a bundle has not. */
    Digest bundle(Digest objectKey) {
        return HmacSha256.authenticate(secret, BUNDLE, objectKey.bytes());
    }

    List<Digest> tags(List<String> tags) {
        return tags.stream().map(tag -> hash(TAG, tag)).toList();
    }

    private Digest hash(byte[] kind, String text) {
        return HmacSha256.authenticate(secret, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        secret.close();
    }
}
