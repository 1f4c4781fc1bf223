package io.shardmesh.libp2p.multiformats;

import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.VerifyingKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A peer's name: the multihash of its PublicKey message (libp2p specs, peer-ids/peer-ids.md).
 *
 * <p>Equality and order are those of the multihash bytes, never of a text: the same id has two
 * texts. Immutable.
 */
public final class PeerId implements Comparable<PeerId> {
    /** Longest multihash: identity code, length, and a message of 42 bytes. */
    public static final int MAX_BYTES = 44;

    private static final int MAX_INLINE_MESSAGE_BYTES = 42;
    private static final int IDENTITY_CODE = 0x00;
    private static final int SHA256_CODE = 0x12;
    private static final int SHA256_BYTES = 32;
    private static final int CID_VERSION = 1;
    private static final int LIBP2P_KEY_CODEC = 0x72;
    private static final int MAX_BASE58_LENGTH = 64;
    private static final int MAX_CID_LENGTH = 80;

    private final byte[] multihash;

    /** Made when it is first asked for; to make it twice at once does no harm. */
    private @Nullable String text;

    private PeerId(byte[] multihash) {
        this.multihash = multihash;
    }

    /** The id of the peer whose identity is the Ed25519 key {@code key}. */
    public static PeerId of(VerifyingKey key) {
        return ofPublicKeyMessage(PublicKeys.encode(key));
    }

    /**
     * The id of the peer with this PublicKey message, of any of the four key types.
     *
     * @throws MalformedException when the message is not canonical
     */
    public static PeerId ofPublicKeyMessage(byte[] message) {
        PublicKeyMessage.decode(message);
        if (message.length <= MAX_INLINE_MESSAGE_BYTES) {
            return new PeerId(withHeader(IDENTITY_CODE, message));
        }
        return new PeerId(withHeader(SHA256_CODE, Sha256.hash(message).bytes()));
    }

    /**
     * The id with these multihash bytes, as they stand in binary fields.
     *
     * @throws MalformedException unless it is the identity multihash of a canonical PublicKey
     *     message of at most 42 bytes, or a sha2-256 multihash
     */
    public static PeerId ofMultihash(byte[] multihash) {
        if (multihash.length < 2 || multihash.length > MAX_BYTES) {
            throw new MalformedException("peer id has " + multihash.length + " bytes");
        }
        int digestBytes = multihash.length - 2;
        if (multihash[1] != digestBytes) {
            throw new MalformedException("peer id states another length than it has");
        }
        switch (multihash[0]) {
            case IDENTITY_CODE -> PublicKeyMessage.decode(inlineMessage(multihash));
            case SHA256_CODE -> {
                if (digestBytes != SHA256_BYTES) {
                    throw new MalformedException("sha2-256 peer id has another length");
                }
            }
            default -> throw new MalformedException("peer id has an unknown hash function");
        }
        return new PeerId(multihash.clone());
    }

    /**
     * Reads either text form: base58 ("12D3Koo…", "16Uiu2H…", "Qm…") or CIDv1 ("bafz…").
     *
     * @throws MalformedException when it is neither
     */
    public static PeerId parse(String text) {
        if (text.startsWith("1") || text.startsWith("Qm")) {
            return ofMultihash(Base58.decode(text, MAX_BASE58_LENGTH));
        }
        if (!text.startsWith("b") || text.length() > MAX_CID_LENGTH) {
            throw new MalformedException("not a peer id");
        }
        ByteBuffer cid = ByteBuffer.wrap(Base32.decode(text.substring(1)));
        if (Varint.read(cid) != CID_VERSION || Varint.read(cid) != LIBP2P_KEY_CODEC) {
            throw new MalformedException("not the CID of a libp2p key");
        }
        return ofMultihash(Arrays.copyOfRange(cid.array(), cid.position(), cid.limit()));
    }

    /** A copy of the multihash, the form for all binary fields. */
    public byte[] bytes() {
        return multihash.clone();
    }

    /** The PublicKey message, when the id carries it (Ed25519 and Secp256k1). */
    public Optional<byte[]> publicKeyMessage() {
        return multihash[0] == IDENTITY_CODE
                ? Optional.of(inlineMessage(multihash))
                : Optional.empty();
    }

    /** The key, when this is the id of an Ed25519 key. */
    public Optional<VerifyingKey> ed25519Key() {
        return publicKeyMessage()
                .map(PublicKeyMessage::decode)
                .filter(message -> message.type() == PublicKeyMessage.Type.ED25519)
                .map(message -> VerifyingKey.of(message.data()));
    }

    /** The CIDv1 text ("bafz…"), which some tools print. */
    public String toCid() {
        ByteBuffer cid = ByteBuffer.allocate(2 + multihash.length);
        cid.put((byte) CID_VERSION).put((byte) LIBP2P_KEY_CODEC).put(multihash);
        return "b" + Base32.encode(cid.array());
    }

    @Override
    public int compareTo(PeerId other) {
        return Arrays.compareUnsigned(multihash, other.multihash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId id && Arrays.equals(multihash, id.multihash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(multihash);
    }

    /** The base58 text, the form to print. */
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = Base58.encode(multihash);
            text = known;
        }
        return known;
    }

    private static byte[] withHeader(int code, byte[] digest) {
        ByteBuffer out = ByteBuffer.allocate(2 + digest.length);
        return out.put((byte) code).put((byte) digest.length).put(digest).array();
    }

    private static byte[] inlineMessage(byte[] multihash) {
        return Arrays.copyOfRange(multihash, 2, multihash.length);
    }
}
