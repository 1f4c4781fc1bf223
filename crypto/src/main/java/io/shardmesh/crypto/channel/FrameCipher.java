package io.shardmesh.crypto.channel;

import java.nio.ByteBuffer;

/**
 * ChaCha20-Poly1305 (RFC 8439) for the frames of one channel, in forms of different speed and equal
 * bytes. The nonce is {@link ChaChaCipher#nonce}; there is no associated data. Buffers may be of
 * any kind; their bytes are others, or begin at the same place. Belongs to one thread.
 */
sealed interface FrameCipher extends AutoCloseable
        permits FrameCiphers, JdkFrameCipher, LimbFrameCipher {

    /** Moves {@code plain} into {@code out}, which has room for it and a tag. */
    void seal(long counter, ByteBuffer plain, ByteBuffer out);

    /**
     * Moves a frame, at least a tag long, into {@code out}, which has room for it.
     *
     * @return false when it is not authentic; then {@code out} stays where it is and holds nothing
     *     of the plaintext
     */
    boolean open(long counter, ByteBuffer sealed, ByteBuffer out);

    /** Wipes the key. */
    @Override
    void close();
}
