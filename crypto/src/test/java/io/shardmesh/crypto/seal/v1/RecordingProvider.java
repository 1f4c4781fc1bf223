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
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Stands before the JDK's AES-GCM and ChaCha20-Poly1305, passes everything on and writes down the
 * key and nonce of each encryption. The product looks its ciphers up as always and knows nothing of
 * this. One at a time in a JVM.
 */
public final class RecordingProvider extends Provider implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    private static final String AES_GCM = "AES/GCM/NoPadding";
    private static final String CHACHA = "ChaCha20-Poly1305";

    private static final List<String> SEALED = Collections.synchronizedList(new ArrayList<>());

    private RecordingProvider() {
        super("Recording", "1", "records keys and nonces in tests");
        put("Cipher." + AES_GCM, RecordingAesGcm.class.getName());
        put("Cipher." + CHACHA, RecordingChaCha.class.getName());
    }

    /** Starts to record; until it is closed. */
    public static RecordingProvider install() {
        SEALED.clear();
        RecordingProvider provider = new RecordingProvider();
        Security.insertProviderAt(provider, 1);
        return provider;
    }

    /** "algorithm key nonce" in hexadecimal of every encryption that was started. */
    public List<String> sealed() {
        synchronized (SEALED) {
            return List.copyOf(SEALED);
        }
    }

    /** Those of them that were started more than once. */
    public Set<String> repeated() {
        Set<String> seen = new HashSet<>();
        return sealed().stream()
                .filter(pair -> !seen.add(pair))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        Security.removeProvider(getName());
    }

    /** Public, with a public constructor, because the security framework makes it. */
    public static final class RecordingAesGcm extends RecordingCipher {
        public RecordingAesGcm() throws GeneralSecurityException {
            super(AES_GCM);
        }
    }

    /** Public, with a public constructor, because the security framework makes it. */
    public static final class RecordingChaCha extends RecordingCipher {
        public RecordingChaCha() throws GeneralSecurityException {
            super(CHACHA);
        }
    }

    private abstract static sealed class RecordingCipher extends CipherSpi
            permits RecordingAesGcm, RecordingChaCha {
        private final Cipher jdk;

        RecordingCipher(String transformation) throws GeneralSecurityException {
            jdk = Cipher.getInstance(transformation, "SunJCE");
        }

        private void record(Key key, byte[] nonce) {
            HexFormat hex = HexFormat.of();
            SEALED.add(
                    jdk.getAlgorithm()
                            + " "
                            + hex.formatHex(key.getEncoded())
                            + " "
                            + hex.formatHex(nonce));
        }

        @Override
        protected void engineInit(
                int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            if (mode == Cipher.ENCRYPT_MODE) {
                record(
                        key,
                        switch (parameters) {
                            case GCMParameterSpec gcm -> gcm.getIV();
                            case IvParameterSpec counter -> counter.getIV();
                            default -> throw new InvalidAlgorithmParameterException();
                        });
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
