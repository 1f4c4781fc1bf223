package io.shardmesh.node.object;

import io.shardmesh.crypto.ReadingPublicKey;
import io.shardmesh.crypto.SigningKey;

/**
 * The owner's keys that a put needs.
 *
 * @param signing signs header, manifest, envelope and lease; stays the caller's
 * @param reader whom everything is sealed for besides the readers asked for
 * @param wraps wraps file keys for readers
 */
public record PutKeys(SigningKey signing, ReadingPublicKey reader, ReaderWraps wraps) {}
