package io.shardmesh.crypto.seal.v1;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Stands before the JDK's AES-GCM, passes everything on and writes down the key and nonce of each
 * encryption. The product looks its cipher up as always and knows nothing of this.
 */
final class RecordingProvider extends Provider implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    private static final List<String> SEALED = new ArrayList<>();

    private RecordingProvider() {
        super("Recording", "1", "records keys and nonces in tests");
        put("Cipher.AES/GCM/NoPadding", RecordingCipher.class.getName());
    }

    static RecordingProvider install() {
        SEALED.clear();
        RecordingProvider provider = new RecordingProvider();
        Security.insertProviderAt(provider, 1);
        return provider;
    }

    /** "key nonce" in hexadecimal of every encryption that was started. */
    List<String> sealed() {
        return List.copyOf(SEALED);
    }

    @Override
    public void close() {
        Security.removeProvider(getName());
    }

    /** Public, with a public constructor, because the security framework makes it. */
    public static final class RecordingCipher extends CipherSpi {
        private final Cipher jdk;

        public RecordingCipher() throws GeneralSecurityException {
            jdk = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        }

        @Override
        protected void engineInit(
                int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            if (mode == Cipher.ENCRYPT_MODE) {
                HexFormat hex = HexFormat.of();
                byte[] nonce = ((GCMParameterSpec) parameters).getIV();
                SEALED.add(hex.formatHex(key.getEncoded()) + " " + hex.formatHex(nonce));
            }
            jdk.init(mode, key, parameters, random);
        }

        @Override
        protected void engineUpdateAAD(byte[] bytes, int offset, int count) {
            jdk.updateAAD(bytes, offset, count);
        }

        @Override
        protected byte[] engineDoFinal(byte[] in, int offset, int count)
                throws IllegalBlockSizeException, BadPaddingException {
            return jdk.doFinal(in, offset, count);
        }

        @Override
        protected int engineDoFinal(ByteBuffer in, ByteBuffer out)
                throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
            return jdk.doFinal(in, out);
        }

        @Override
        protected int engineDoFinal(byte[] in, int offset, int count, byte[] out, int outOffset)
                throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
            return jdk.doFinal(in, offset, count, out, outOffset);
        }

        @Override
        protected byte[] engineGetIV() {
            return jdk.getIV();
        }

        @Override
        protected int engineGetOutputSize(int inputBytes) {
            return jdk.getOutputSize(inputBytes);
        }

        @Override
        protected int engineGetBlockSize() {
            return jdk.getBlockSize();
        }

        @Override
        protected AlgorithmParameters engineGetParameters() {
            return jdk.getParameters();
        }

        @Override
        protected void engineSetMode(String mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineSetPadding(String padding) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int mode, Key key, SecureRandom random) {
            throw new UnsupportedOperationException("a nonce nobody chose");
        }

        @Override
        protected void engineInit(
                int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected byte[] engineUpdate(byte[] in, int offset, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected int engineUpdate(byte[] in, int offset, int count, byte[] out, int outOffset) {
            throw new UnsupportedOperationException();
        }
    }
}
