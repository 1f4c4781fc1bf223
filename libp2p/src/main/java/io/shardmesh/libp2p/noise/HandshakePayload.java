package io.shardmesh.libp2p.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.noise.proto.NoiseMessages.NoiseExtensions;
import io.shardmesh.libp2p.noise.proto.NoiseMessages.NoiseHandshakePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Who a side says it is, proven by its identity key, and the muxers that it offers. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HandshakePayload(PeerId peer, byte[] publicKeyMessage, List<String> muxers) {
    private static final byte[] SIGNATURE_CONTEXT =
            "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII);

    /** The payload that binds {@code staticKey}, our Noise key, to our identity. */
    static byte[] encode(SigningKey identity, byte[] staticKey, List<String> muxers) {
        byte[] signature = identity.sign(signedBytes(staticKey)).bytes();
        NoiseHandshakePayload.Builder payload =
                NoiseHandshakePayload.newBuilder()
                        .setIdentityKey(
                                ByteString.copyFrom(PublicKeys.encode(identity.verifyingKey())))
                        .setIdentitySig(ByteString.copyFrom(signature));
        if (!muxers.isEmpty()) {
            payload.setExtensions(NoiseExtensions.newBuilder().addAllStreamMuxers(muxers));
        }
        return payload.build().toByteArray();
    }

    /**
     * Reads the other side's payload. An empty extensions field, as jvm sends it, is the same as
     * none.
     *
     * @throws MalformedException when it cannot be read, has no key, or the signature over {@code
     *     staticKey} is not that key's
     */
    static HandshakePayload decode(byte[] bytes, byte[] staticKey) {
        NoiseHandshakePayload payload = parse(bytes);
        if (!payload.hasIdentityKey() || !payload.hasIdentitySig()) {
            throw new MalformedException("payload has no identity");
        }
        byte[] publicKey = payload.getIdentityKey().toByteArray();
        byte[] signature = payload.getIdentitySig().toByteArray();
        if (!PublicKeys.verify(publicKey, signedBytes(staticKey), signature)) {
            throw new MalformedException("identity signature is wrong");
        }
        List<String> muxers = List.copyOf(payload.getExtensions().getStreamMuxersList());
        return new HandshakePayload(PeerId.ofPublicKeyMessage(publicKey), publicKey, muxers);
    }

    private static NoiseHandshakePayload parse(byte[] bytes) {
        try {
            return NoiseHandshakePayload.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedException("payload is not readable", e);
        }
    }

    private static byte[] signedBytes(byte[] staticKey) {
        byte[] signed = new byte[SIGNATURE_CONTEXT.length + staticKey.length];
        System.arraycopy(SIGNATURE_CONTEXT, 0, signed, 0, SIGNATURE_CONTEXT.length);
        System.arraycopy(staticKey, 0, signed, SIGNATURE_CONTEXT.length, staticKey.length);
        return signed;
    }
}
