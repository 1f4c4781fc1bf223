package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A holder's statement about one shard of one object. Of one holder, object and index the highest
 * sequence counts. See {@code docs/formats/claim.md}.
 *
 * @param shard which shard of which object
 * @param shardKey BLAKE3 of the shard, once it is known; none for inline objects
 * @param state what the holder has
 * @param version sequence and time of the statement
 * @param holder who says so
 */
public record Claim(
        ShardName shard,
        Optional<Digest> shardKey,
        ClaimState state,
        ClaimVersion version,
        PeerId holder) {
    private static final RecordKind KIND = RecordKind.CLAIM;
    private static final int WITHOUT_KEY = 0;
    private static final int WITH_KEY = 1;

    /** The object that the claim is about. */
    public Digest objectKey() {
        return shard.objectKey();
    }

    /** The shard's index, 0 to k+m-1; for an inline object the rank of the copy, 0 to m. */
    public int index() {
        return shard.index();
    }

    /** max(previous + 1, now in milliseconds) of this holder. */
    public long sequence() {
        return version.sequence();
    }

    /** When the holder said so, by its own clock. */
    public Instant time() {
        return version.time();
    }

    /** Signs with the holder's peer key. */
    public SignedClaim sign(SigningKey peerKey, MeshId mesh) {
        return SignedClaim.of(Signed.sign(Context.CLAIM, peerKey, mesh, encodeBody()), this);
    }

    private byte[] encodeBody() {
        RecordWriter out = RecordWriter.of(KIND).digest(objectKey()).u8(index());
        out.u8(state.wireNumber()).u8(shardKey.isPresent() ? WITH_KEY : WITHOUT_KEY);
        shardKey.ifPresent(out::digest);
        return out.u64(sequence()).time(time()).peer(holder).noExtensions().finish();
    }

    static Claim read(RecordReader in) {
        Digest objectKey = in.digest("objectKey");
        int index = in.u8("index", 0, ShardName.MAX_INDEX);
        ClaimState state = ClaimState.ofWireNumber(in.u8("state"), in);
        boolean hasKey = in.u8("keyPresent", WITHOUT_KEY, WITH_KEY) == WITH_KEY;
        Optional<Digest> shardKey = hasKey ? Optional.of(in.digest("shardKey")) : Optional.empty();
        ClaimVersion version = new ClaimVersion(in.u64("sequence"), in.time("time"));
        PeerId holder = in.peer("holder");
        in.extensions();
        return new Claim(new ShardName(objectKey, index), shardKey, state, version, holder);
    }
}
