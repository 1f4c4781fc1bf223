package io.shardmesh.node.api;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;

/**
 * The owner's keys that a node works with: it signs, founds, and keeps the catalog, but cannot read
 * content. The reading key stays with the command.
 */
public final class NodeKeys implements AutoCloseable {
    private final SigningKey signing;
    private final SigningKey admin;
    private final SecretBytes catalog;
    private final ReadingPublicKey reader;

    private NodeKeys(
            SigningKey signing, SigningKey admin, SecretBytes catalog, ReadingPublicKey reader) {
        this.signing = signing;
        this.admin = admin;
        this.catalog = catalog;
        this.reader = reader;
    }

    /** Derives the keys at index 0; the keyring can be closed afterwards. */
    public static NodeKeys of(Keyring keyring) {
        try (ReadingKey reading = keyring.readingKey(0)) {
            return new NodeKeys(
                    keyring.signingKey(0),
                    keyring.adminKey(0),
                    keyring.catalogKey(0),
                    reading.publicKey());
        }
    }

    /** Returns the owner's signing key; stays this object's to close. */
    public SigningKey signing() {
        return signing;
    }

    /** Returns the key that would sign the list of a mesh founded here. */
    public SigningKey admin() {
        return admin;
    }

    /** Returns the key that seals catalog records. */
    public SecretBytes catalog() {
        return catalog;
    }

    /** Returns whom every put is also sealed for. */
    public ReadingPublicKey reader() {
        return reader;
    }

    /** Wipes the secrets. */
    @Override
    public void close() {
        signing.close();
        admin.close();
        catalog.close();
    }
}
