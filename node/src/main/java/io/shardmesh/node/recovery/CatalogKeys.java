package io.shardmesh.node.recovery;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;

/**
 * What is needed to read and write an owner's catalog in the mesh.
 *
 * @param signing signs heads and challenges; stays its maker's
 * @param catalogKey opens logs; stays its maker's
 * @param secrets what follows from the catalog key
 */
record CatalogKeys(SigningKey signing, SecretBytes catalogKey, CatalogSecrets secrets) {
    static CatalogKeys of(SigningKey signing, SecretBytes catalogKey) {
        return new CatalogKeys(signing, catalogKey, CatalogSecrets.of(catalogKey));
    }
}
