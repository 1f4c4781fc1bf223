package io.shardmesh.libp2p.multiformats;

import java.nio.ByteBuffer;

/**
 * The PublicKey message of the peer id specification, in its one canonical form.
 *
 * <p>Written and read by hand, not by a protobuf library: a peer id is a hash of these bytes, so a
 * second encoding of one key would be a second peer. The type is always written, then the data, and
 * nothing else.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PublicKeyMessage(Type type, byte[] data) {
    /** An RSA key of 8192 bits takes about 1,060 bytes; more is refused before any parsing. */
    static final int MAX_BYTES = 2048;

    private static final int TYPE_TAG = 0x08;
    private static final int DATA_TAG = 0x12;

    /** Key types; a wire number is never given to another type. */
    enum Type {
        RSA(0),
        ED25519(1),
        SECP256K1(2),
        ECDSA(3);

        private final int wireNumber;

        Type(int wireNumber) {
            this.wireNumber = wireNumber;
        }

        private static Type of(long wireNumber) {
            for (Type type : values()) {
                if (type.wireNumber == wireNumber) {
                    return type;
                }
            }
            throw new MalformedException("public key type " + wireNumber + " is unknown");
        }
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(3 + Varint.size(data.length) + data.length);
        out.put((byte) TYPE_TAG).put((byte) type.wireNumber).put((byte) DATA_TAG);
        Varint.write(data.length, out);
        return out.put(data).array();
    }

    /**
     * @throws MalformedException unless the bytes are exactly what {@link #encode} would write
     */
    static PublicKeyMessage decode(byte[] message) {
        if (message.length > MAX_BYTES) {
            throw new MalformedException("public key message is over " + MAX_BYTES + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        expectTag(in, TYPE_TAG);
        Type type = Type.of(Varint.read(in));
        expectTag(in, DATA_TAG);
        byte[] data = Varint.readBytes(in, MAX_BYTES);
        if (in.hasRemaining()) {
            throw new MalformedException("bytes follow the public key message");
        }
        checkLength(type, data.length);
        return new PublicKeyMessage(type, data);
    }

    private static void expectTag(ByteBuffer in, int tag) {
        if (!in.hasRemaining() || in.get() != tag) {
            throw new MalformedException("public key message is not canonical");
        }
    }

    private static void checkLength(Type type, int bytes) {
        boolean fits =
                switch (type) {
                    case ED25519 -> bytes == 32;
                    case SECP256K1 -> bytes == 33;
                    case RSA, ECDSA -> bytes > 0;
                };
        if (!fits) {
            throw new MalformedException(type + " key has " + bytes + " bytes");
        }
    }
}
