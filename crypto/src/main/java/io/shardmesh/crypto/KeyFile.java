package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.AesGcm;
import io.shardmesh.crypto.internal.Argon2id;
import io.shardmesh.crypto.internal.Secp256k1Curve;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * One secret in 96 bytes, under a passphrase: Argon2id gives the key, AES-256-GCM seals, the header
 * is associated data. Byte offsets stand in docs/formats/key-file.md. The passphrase arrays stay
 * the caller's, who wipes them.
 */
public final class KeyFile {
    /** Length of every key file of version 1. */
    public static final int SIZE_BYTES = 96;

    /** Length of the secret inside. */
    public static final int SECRET_BYTES = 32;

    private static final byte[] MAGIC = {'S', 'H', 'M', 'K', 'E', 'Y'};
    private static final byte VERSION = 1;
    private static final int VERSION_OFFSET = MAGIC.length;
    private static final int KIND_OFFSET = VERSION_OFFSET + 1;
    private static final int MEMORY_OFFSET = KIND_OFFSET + 1;
    private static final int ITERATIONS_OFFSET = MEMORY_OFFSET + Integer.BYTES;
    private static final int LANES_OFFSET = ITERATIONS_OFFSET + Integer.BYTES;
    private static final int SALT_OFFSET = LANES_OFFSET + Integer.BYTES;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_OFFSET = SALT_OFFSET + SALT_BYTES;
    private static final int HEADER_BYTES = NONCE_OFFSET + AesGcm.NONCE_BYTES;

    private KeyFile() {}

    /** What the secret inside is. A number in a file is never given another meaning. */
    public enum Kind {
        /** The root secret of a keyring. */
        ROOT(1),
        /** The scalar of one reading key. */
        READING(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Optional<Kind> ofCode(int code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    /**
     * How hard Argon2id makes guessing. The bounds keep a foreign file from asking for all memory
     * or for hours.
     *
     * @param memoryKib memory in KiB, 8 per lane at least
     * @param iterations passes over the memory
     * @param lanes the parallelism of the format; computed one after the other here
     */
    public record Cost(int memoryKib, int iterations, int lanes) {
        /** 64 MiB, 3 passes, 1 lane: about 0.2 s (second choice of RFC 9106 §4, for one lane). */
        public static final Cost DEFAULT = new Cost(64 * 1024, 3, 1);

        /** 256 MiB. */
        public static final int MAX_MEMORY_KIB = 256 * 1024;

        /** Most passes. */
        public static final int MAX_ITERATIONS = 16;

        /** Most lanes. */
        public static final int MAX_LANES = 8;

        /** Checks the bounds. */
        public Cost {
            if (!isAllowed(memoryKib, iterations, lanes)) {
                throw new IllegalArgumentException("Argon2id cost is out of bounds");
            }
        }

        static boolean isAllowed(int memoryKib, int iterations, int lanes) {
            return lanes >= 1
                    && lanes <= MAX_LANES
                    && memoryKib >= 8 * lanes
                    && memoryKib <= MAX_MEMORY_KIB
                    && iterations >= 1
                    && iterations <= MAX_ITERATIONS;
        }
    }

    /**
     * Seals a secret into a new key file.
     *
     * @throws IllegalArgumentException when the passphrase is empty, or the secret not 32 bytes, or
     *     not a scalar although the kind is READING
     */
    public static byte[] seal(
            Kind kind, SecretBytes secret, byte[] passphrase, Cost cost, RandomSource random) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("a key file needs a passphrase");
        }
        if (!isSecret(kind, secret.expose())) {
            throw new IllegalArgumentException("not a secret of kind " + kind);
        }
        byte[] header =
                ByteBuffer.allocate(HEADER_BYTES)
                        .put(MAGIC)
                        .put(VERSION)
                        .put((byte) kind.code)
                        .putInt(cost.memoryKib())
                        .putInt(cost.iterations())
                        .putInt(cost.lanes())
                        .put(random.bytes(SALT_BYTES))
                        .put(random.bytes(AesGcm.NONCE_BYTES))
                        .array();
        try (SecretBytes key = key(header, cost, passphrase)) {
            byte[] sealed = AesGcm.seal(key.expose(), nonce(header), header, secret.expose());
            return ByteBuffer.allocate(SIZE_BYTES).put(header).put(sealed).array();
        }
    }

    /** Opens a key file; the bytes may be foreign. An empty passphrase opens nothing. */
    public static KeyFileOutcome open(byte[] file, byte[] passphrase) {
        if (file.length != SIZE_BYTES) {
            return malformed(file.length + " bytes, a key file has " + SIZE_BYTES);
        }
        ByteBuffer fields = ByteBuffer.wrap(file);
        if (!Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            return malformed("does not begin as a key file");
        }
        if (file[VERSION_OFFSET] != VERSION) {
            return malformed("version " + file[VERSION_OFFSET] + " is not known");
        }
        Optional<Kind> kind = Kind.ofCode(file[KIND_OFFSET]);
        if (kind.isEmpty()) {
            return malformed("kind " + file[KIND_OFFSET] + " is not known");
        }
        int memoryKib = fields.getInt(MEMORY_OFFSET);
        int iterations = fields.getInt(ITERATIONS_OFFSET);
        int lanes = fields.getInt(LANES_OFFSET);
        if (!Cost.isAllowed(memoryKib, iterations, lanes)) {
            return malformed("Argon2id cost is out of bounds");
        }
        return passphrase.length == 0
                ? new KeyFileOutcome.WrongPassphrase()
                : open(file, kind.get(), new Cost(memoryKib, iterations, lanes), passphrase);
    }

    private static KeyFileOutcome open(byte[] file, Kind kind, Cost cost, byte[] passphrase) {
        byte[] header = Arrays.copyOf(file, HEADER_BYTES);
        byte[] sealed = Arrays.copyOfRange(file, HEADER_BYTES, file.length);
        Optional<byte[]> opened;
        try (SecretBytes key = key(header, cost, passphrase)) {
            opened = AesGcm.open(key.expose(), nonce(header), header, sealed);
        }
        if (opened.isEmpty()) {
            return new KeyFileOutcome.WrongPassphrase();
        }
        SecretBytes secret = SecretBytes.takeOver(opened.get());
        if (!isSecret(kind, secret.expose())) {
            secret.close();
            return malformed("the secret inside is not of kind " + kind);
        }
        return new KeyFileOutcome.Opened(kind, secret);
    }

    private static boolean isSecret(Kind kind, byte[] secret) {
        return switch (kind) {
            case ROOT -> secret.length == SECRET_BYTES;
            case READING -> Secp256k1Curve.isScalar(secret);
        };
    }

    private static KeyFileOutcome malformed(String why) {
        return new KeyFileOutcome.Malformed(why);
    }

    private static SecretBytes key(byte[] header, Cost cost, byte[] passphrase) {
        byte[] salt = Arrays.copyOfRange(header, SALT_OFFSET, NONCE_OFFSET);
        Argon2id.Cost argonCost =
                new Argon2id.Cost(cost.memoryKib(), cost.iterations(), cost.lanes());
        return SecretBytes.takeOver(Argon2id.derive(passphrase, salt, argonCost, AesGcm.KEY_BYTES));
    }

    private static byte[] nonce(byte[] header) {
        return Arrays.copyOfRange(header, NONCE_OFFSET, HEADER_BYTES);
    }
}
