/**
 * A secret of 256 bits as 24 words that a person can write down: BIP-39 with its English list.
 *
 * <p>Only the coding between bits and words is used, with its checksum; none of the ways in which
 * wallets stretch a phrase into a seed. Depends on {@code crypto}; holds no state but the list.
 *
 * <p>Read {@link io.shardmesh.crypto.phrase.RecoveryPhrase} first.
 */
@NullMarked
package io.shardmesh.crypto.phrase;

import org.jspecify.annotations.NullMarked;
