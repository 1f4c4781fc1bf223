package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Hkdf;
import io.shardmesh.crypto.HmacSha256;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SealedRecord;
import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The key of one log, derived from the owner's catalog key, the log's salt and its device: a header
 * that was changed gives another key. Closing wipes it.
 */
final class LogKey implements AutoCloseable {

    static final int SALT_BYTES = 32;
    static final int CHECK_BYTES = 16;

    private static final String KEY_LABEL = "shardmesh/catalog-log/1";
    private static final byte[] CHECK_LABEL = ascii("shardmesh/catalog-log-check/1");
    private static final byte[] RECORD_LABEL = ascii("shardmesh/catalog-record/1");

    private final SecretBytes secret;

    private LogKey(SecretBytes secret) {
        this.secret = secret;
    }

    static LogKey derive(SecretBytes catalogKey, byte[] salt, DeviceId device) {
        byte[] label = ascii(KEY_LABEL);
        byte[] info = Arrays.copyOf(label, label.length + DeviceId.SIZE_BYTES);
        System.arraycopy(device.bytes(), 0, info, label.length, DeviceId.SIZE_BYTES);
        return new LogKey(Hkdf.derive(catalogKey, salt, info, SealedRecord.KEY_BYTES));
    }

    /** Tells a wrong key from a damaged log, before anything is cut. */
    byte[] check() {
        return Arrays.copyOf(HmacSha256.authenticate(secret, CHECK_LABEL).bytes(), CHECK_BYTES);
    }

    byte[] seal(long sequence, byte[] plain, RandomSource random) {
        return SealedRecord.seal(secret, associatedData(sequence), plain, random);
    }

    /** Empty when any bit, or the place in the log, is not as it was sealed. */
    Optional<byte[]> open(long sequence, byte[] sealed) {
        return SealedRecord.open(secret, associatedData(sequence), sealed);
    }

    private static byte[] associatedData(long sequence) {
        return ByteBuffer.allocate(RECORD_LABEL.length + Long.BYTES)
                .put(RECORD_LABEL)
                .putLong(sequence)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        secret.close();
    }
}
