package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.internal.RawKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;

/**
 * The AEAD put together (RFC 8439, section 2.8) from the JDK's ChaCha20, for which the JVM has
 * machine code everywhere, and our own {@link Poly1305}.
 *
 * <p>Bytes are worked on where they lie when both buffers have arrays. From a buffer without one
 * the ciphertext or plaintext is moved into {@code out} first and worked on there; an {@code out}
 * without an array has a copy. A frame is decrypted after its tag was found right.
 */
final class LimbFrameCipher implements FrameCipher {
    private static final int BLOCK_BYTES = 64;
    private static final byte[] ZEROS = new byte[BLOCK_BYTES];

    private final Cipher stream;
    private final RawKey key;
    private final Poly1305 authenticator = new Poly1305();
    private final byte[] firstBlock = new byte[BLOCK_BYTES];
    private final byte[] tag = new byte[Poly1305.TAG_BYTES];

    LimbFrameCipher(byte[] key) {
        if (key.length != ChaChaCipher.KEY_BYTES) {
            throw new IllegalArgumentException("a ChaCha20 key is 32 bytes, not " + key.length);
        }
        try {
            this.stream = Cipher.getInstance("ChaCha20");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ChaCha20", e);
        }
        this.key = new RawKey("ChaCha20", key);
    }

    @Override
    public void seal(long counter, ByteBuffer plain, ByteBuffer out) {
        int count = plain.remaining();
        Bytes to = Bytes.of(out, count);
        Bytes from = Bytes.of(plain, to);
        start(counter);
        crypt(from, to, count);
        authenticate(to, count);
        plain.position(plain.limit());
        to.moveInto(out, count);
        out.put(tag);
    }

    @Override
    public boolean open(long counter, ByteBuffer sealed, ByteBuffer out) {
        int count = sealed.remaining() - Poly1305.TAG_BYTES;
        byte[] claimed = new byte[Poly1305.TAG_BYTES];
        sealed.get(sealed.position() + count, claimed);
        Bytes to = Bytes.of(out, count);
        Bytes from = Bytes.of(sealed.slice(sealed.position(), count), to);
        start(counter);
        authenticate(from, count);
        sealed.position(sealed.limit());
        if (!MessageDigest.isEqual(tag, claimed)) {
            return false;
        }
        crypt(from, to, count);
        to.moveInto(out, count);
        return true;
    }

    @Override
    public void close() {
        key.close();
    }

    /** Block 0 of the stream is the authenticator's key, the message begins with block 1. */
    private void start(long counter) {
        try {
            var nonce = new ChaCha20ParameterSpec(ChaChaCipher.nonce(counter), 0);
            stream.init(Cipher.ENCRYPT_MODE, key, nonce);
            stream.update(ZEROS, 0, BLOCK_BYTES, firstBlock, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20 refused a fresh nonce", e);
        }
        authenticator.start(firstBlock);
        Arrays.fill(firstBlock, (byte) 0);
    }

    private void crypt(Bytes from, Bytes to, int count) {
        try {
            stream.update(from.array, from.offset, count, to.array, to.offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ChaCha20 failed", e);
        }
    }

    /** The tag over ciphertext and lengths, there being no associated data. */
    private void authenticate(Bytes ciphertext, int count) {
        authenticator.absorb(ciphertext.array, ciphertext.offset, count);
        authenticator.absorb(0, count);
        authenticator.finish(tag, 0);
    }

    /** Bytes in an array: a buffer's own from its position on, or a copy. */
    @SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
    private record Bytes(byte[] array, int offset, boolean copied) {

        /** Where to write what goes into this buffer. */
        static Bytes of(ByteBuffer out, int count) {
            return out.hasArray()
                    ? new Bytes(out.array(), out.arrayOffset() + out.position(), false)
                    : new Bytes(new byte[count], 0, true);
        }

        /** Where to read what is in this buffer; without an array it is copied to {@code to}. */
        static Bytes of(ByteBuffer in, Bytes to) {
            if (in.hasArray()) {
                return new Bytes(in.array(), in.arrayOffset() + in.position(), false);
            }
            in.get(in.position(), to.array, to.offset, in.remaining());
            return to;
        }

        void moveInto(ByteBuffer out, int count) {
            if (copied) {
                out.put(array, 0, count);
            } else {
                out.position(out.position() + count);
            }
        }
    }
}
