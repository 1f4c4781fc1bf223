package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The fixed first bytes of a log; offsets as in docs/formats/catalog-log.md. */
final class LogHeader {

    static final int VERSION = 1;

    private static final byte[] MAGIC = "SHMCATLG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_OFFSET = 8;
    private static final int DEVICE_OFFSET = VERSION_OFFSET + Integer.BYTES;
    private static final int SALT_OFFSET = DEVICE_OFFSET + DeviceId.SIZE_BYTES;
    private static final int CHECK_OFFSET = SALT_OFFSET + LogKey.SALT_BYTES;
    private static final int CRC_OFFSET = CHECK_OFFSET + LogKey.CHECK_BYTES;

    static final int SIZE_BYTES = CRC_OFFSET + Integer.BYTES;

    /** What the first bytes of a file turned out to be. */
    sealed interface Outcome {
        /** A log that this key opens; the reader closes the log's own key. */
        record Usable(LogHeader header, LogKey key) implements Outcome {}

        record Damaged() implements Outcome {}

        record OtherVersion(int version) implements Outcome {}

        record WrongKey() implements Outcome {}
    }

    private final byte[] bytes;

    private LogHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    static LogHeader create(SecretBytes catalogKey, RandomSource random) {
        byte[] salt = random.bytes(LogKey.SALT_BYTES);
        DeviceId device = DeviceId.random(random);
        var out = ByteBuffer.allocate(SIZE_BYTES).put(MAGIC).putInt(VERSION);
        out.put(device.bytes()).put(salt);
        try (LogKey key = LogKey.derive(catalogKey, salt, device)) {
            out.put(key.check());
        }
        out.putInt(crc(out.array()));
        return new LogHeader(out.array());
    }

    static Outcome read(byte[] bytes, SecretBytes catalogKey) {
        if (bytes.length < SIZE_BYTES
                || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))
                || crc(bytes) != ByteBuffer.wrap(bytes).getInt(CRC_OFFSET)) {
            return new Outcome.Damaged();
        }
        int version = ByteBuffer.wrap(bytes).getInt(VERSION_OFFSET);
        if (version != VERSION) {
            return new Outcome.OtherVersion(version);
        }
        var header = new LogHeader(Arrays.copyOf(bytes, SIZE_BYTES));
        byte[] salt = Arrays.copyOfRange(bytes, SALT_OFFSET, CHECK_OFFSET);
        LogKey key = LogKey.derive(catalogKey, salt, header.device());
        byte[] check = Arrays.copyOfRange(bytes, CHECK_OFFSET, CRC_OFFSET);
        if (!MessageDigest.isEqual(check, key.check())) {
            key.close();
            return new Outcome.WrongKey();
        }
        return new Outcome.Usable(header, key);
    }

    DeviceId device() {
        return DeviceId.read(ByteBuffer.wrap(bytes).position(DEVICE_OFFSET));
    }

    /** Names this very log; another log of the same device would have another salt. */
    Digest logId() {
        return Sha256.hash(bytes);
    }

    byte[] encode() {
        return bytes.clone();
    }

    private static int crc(byte[] header) {
        var crc = new CRC32C();
        crc.update(header, 0, CRC_OFFSET);
        return (int) crc.getValue();
    }
}
