package io.shardmesh.libp2p.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import io.shardmesh.libp2p.record.proto.RecordMessages.Envelope;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A payload with its signer's key and signature (libp2p specs, RFC/0002-signed-envelopes.md). What
 * is signed begins with a domain, so that no signature counts for a statement of another kind.
 */
final class SignedEnvelope {
    /** A statement that held: who signed it, and what. */
    record Opened(PeerId signer, ByteString payload) {}

    /** What the signature is for: its domain, and the type that stands in the envelope. */
    record Kind(String domain, ByteString payloadType) {
        private byte[] signed(ByteString payload) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (ByteString part : List.of(ByteString.copyFromUtf8(domain), payloadType, payload)) {
                out.writeBytes(Varint.encode(part.size()));
                out.writeBytes(part.toByteArray());
            }
            return out.toByteArray();
        }
    }

    private SignedEnvelope() {}

    static byte[] seal(SigningKey signer, Kind kind, ByteString payload) {
        byte[] signature = signer.sign(kind.signed(payload)).bytes();
        return Envelope.newBuilder()
                .setPublicKey(ByteString.copyFrom(PublicKeys.encode(signer.verifyingKey())))
                .setPayloadType(kind.payloadType())
                .setPayload(payload)
                .setSignature(ByteString.copyFrom(signature))
                .build()
                .toByteArray();
    }

    /**
     * Reads and checks an envelope.
     *
     * @throws MalformedException when it cannot be read, is of another kind, or its signature is
     *     not the key's
     */
    static Opened open(byte[] envelope, Kind kind) {
        Envelope message = parse(envelope);
        byte[] key = message.getPublicKey().toByteArray();
        ByteString payload = message.getPayload();
        if (!message.getPayloadType().equals(kind.payloadType())) {
            throw new MalformedException("envelope is of another type");
        }
        if (!PublicKeys.verify(key, kind.signed(payload), message.getSignature().toByteArray())) {
            throw new MalformedException("signature of the envelope is wrong");
        }
        return new Opened(PeerId.ofPublicKeyMessage(key), payload);
    }

    private static Envelope parse(byte[] envelope) {
        try {
            return Envelope.parseFrom(envelope);
        } catch (InvalidProtocolBufferException malformed) {
            throw new MalformedException("envelope cannot be read", malformed);
        }
    }
}
