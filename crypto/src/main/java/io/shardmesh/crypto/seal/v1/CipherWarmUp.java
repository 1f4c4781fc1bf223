package io.shardmesh.crypto.seal.v1;

import io.shardmesh.crypto.internal.AesGcm;
import io.shardmesh.crypto.internal.RawKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;

/**
 * Gets AES-GCM compiled early. HotSpot puts the machine's own instructions only into code that it
 * has compiled, and it compiles what is called often. Content comes in few large calls: without
 * this, gigabytes are opened at 0.06 GB/s by the interpreter and a loop beside it, with it at 2.5
 * (JDK 25). So once a process has met a few megabytes of content, many small calls are made for
 * once; they take about 0.2 s, which small objects never pay.
 */
final class CipherWarmUp {
    private static final int BULK_SEGMENT_COUNT = 64;
    private static final int CALL_COUNT = 6_000;
    private static final int CALL_BYTES = 256;

    private static final AtomicInteger SEGMENT_COUNT = new AtomicInteger();

    private CipherWarmUp() {}

    /** To be told of every full segment. Any thread; one of them does the work. */
    static void onFullSegment() {
        if (SEGMENT_COUNT.get() < BULK_SEGMENT_COUNT
                && SEGMENT_COUNT.incrementAndGet() == BULK_SEGMENT_COUNT) {
            run();
        }
    }

    /** Seals and opens zeros under a key of zeros, which is no secret and seals nothing else. */
    private static void run() {
        ByteBuffer plain = ByteBuffer.allocate(CALL_BYTES);
        ByteBuffer sealed = ByteBuffer.allocate(CALL_BYTES + SealedLayout.TAG_BYTES);
        ByteBuffer opened = ByteBuffer.allocate(CALL_BYTES);
        Cipher sealing = AesGcm.cipher();
        Cipher opening = AesGcm.cipher();
        try (RawKey key = new RawKey("AES", new byte[32])) {
            for (int call = 0; call < CALL_COUNT; call++) {
                byte[] nonce = ByteBuffer.allocate(AesGcm.NONCE_BYTES).putInt(call).array();
                sealing.init(Cipher.ENCRYPT_MODE, key, AesGcm.parameters(nonce));
                sealing.doFinal(plain.clear(), sealed.clear());
                opening.init(Cipher.DECRYPT_MODE, key, AesGcm.parameters(nonce));
                opening.doFinal(sealed.flip(), opened.clear());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused its warm-up", e);
        }
    }
}
