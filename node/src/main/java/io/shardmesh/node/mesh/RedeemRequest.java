package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordWriter;
import java.util.Arrays;

/**
 * What a joiner asks with: the token of its invite, who and whose it is, and where it runs. It ends
 * with a proof by its owner's key, which covers the connection and all of the request. Holds a
 * token, so it shows nothing of itself. See {@code docs/formats/invite.md}.
 */
public final class RedeemRequest {
    private static final RecordKind KIND = RecordKind.REDEEM_REQUEST;

    private final Bytes body;
    private final Bytes token;
    private final PeerId joiner;
    private final Labels labels;
    private final ConnectionProof proof;

    private RedeemRequest(byte[] bytes) {
        RecordReader in = RecordReader.of(KIND, bytes);
        this.token = Bytes.of(in.raw("token", Invite.TOKEN_BYTES));
        this.joiner = in.peer("joiner");
        VerifyingKey owner = in.key("owner");
        this.labels = Labels.read(in);
        in.extensions();
        this.body = Bytes.of(in.consumed());
        Signature signature = in.signature();
        in.end();
        this.proof = new ConnectionProof(owner, signature);
    }

    /** The request of the prover in the binding, for its owner. */
    public static RedeemRequest create(
            Invite invite, Labels labels, ConnectionBinding binding, SigningKey owner) {
        RecordWriter out = RecordWriter.of(KIND).raw(invite.token().expose());
        out.peer(binding.prover()).key(owner.verifyingKey());
        labels.write(out);
        byte[] body = out.noExtensions().finish();
        ConnectionProof proof = ConnectionProof.prove(owner, purpose(invite.mesh()), binding, body);
        return new RedeemRequest(out.signature(proof.signature()).finish());
    }

    /**
     * Reads a request; says nothing about its proof.
     *
     * @throws io.shardmesh.node.record.MalformedRecordException when the bytes are not one
     */
    public static RedeemRequest decode(byte[] bytes) {
        return new RedeemRequest(bytes);
    }

    /** The bytes to send. */
    public byte[] encode() {
        byte[] signature = proof.signature().bytes();
        byte[] all = Arrays.copyOf(body.toArray(), body.size() + signature.length);
        System.arraycopy(signature, 0, all, body.size(), signature.length);
        return all;
    }

    /** The token to look up in the invite book, as a copy. */
    public byte[] token() {
        return token.toArray();
    }

    /** The peer to list. */
    public PeerId joiner() {
        return joiner;
    }

    /** The owner to list it under. */
    public VerifyingKey owner() {
        return proof.key();
    }

    /** Where the joiner runs. */
    public Labels labels() {
        return labels;
    }

    /**
     * True when the joiner is the other end of this connection and has the owner's key. Never
     * throws.
     */
    public boolean verify(MeshId mesh, ConnectionBinding binding) {
        return binding.prover().equals(joiner)
                && proof.verify(purpose(mesh), binding, body.toArray());
    }

    /** Names the joiner and never the token. */
    @Override
    public String toString() {
        return "redeem request of " + joiner;
    }

    private static ConnectionProof.Purpose purpose(MeshId mesh) {
        return new ConnectionProof.Purpose(Context.REDEEM, mesh);
    }
}
