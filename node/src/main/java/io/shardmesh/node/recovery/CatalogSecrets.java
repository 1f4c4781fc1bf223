package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Hkdf;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What follows from an owner's catalog key: the key that seals heads, and a reading key that opens
 * the objects in which logs lie, and nothing else. So a service that has the catalog key reads the
 * logs of the owner's other devices without the key that reads files.
 */
final class CatalogSecrets implements AutoCloseable {
    private static final byte[] NO_SALT = {};
    private static final int UNIFORM_BYTES = 48;

    private final SecretBytes headKey;
    private final ReadingKey reader;

    private CatalogSecrets(SecretBytes headKey, ReadingKey reader) {
        this.headKey = headKey;
        this.reader = reader;
    }

    /** The catalog key stays the caller's. */
    static CatalogSecrets of(SecretBytes catalogKey) {
        SecretBytes headKey = derive(catalogKey, "shardmesh/catalog-head/1", 32);
        try (SecretBytes uniform =
                derive(catalogKey, "shardmesh/catalog-reader/1", UNIFORM_BYTES)) {
            ByteBuffer drawn = ByteBuffer.wrap(uniform.expose());
            return new CatalogSecrets(headKey, ReadingKey.generate(drawn::get));
        }
    }

    private static SecretBytes derive(SecretBytes key, String label, int sizeBytes) {
        return Hkdf.derive(key, NO_SALT, label.getBytes(StandardCharsets.US_ASCII), sizeBytes);
    }

    SecretBytes headKey() {
        return headKey;
    }

    ReadingKey reader() {
        return reader;
    }

    @Override
    public void close() {
        headKey.close();
        reader.close();
    }
}
