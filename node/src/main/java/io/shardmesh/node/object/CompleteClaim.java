package io.shardmesh.node.object;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.SignedClaim;
import java.util.Optional;

/** The acknowledgement of a commit. */
final class CompleteClaim {
    private CompleteClaim() {}

    /** The claim in these bytes, if this holder says in it that it has this shard whole. */
    static Optional<Claim> check(MeshId mesh, ShardName shard, PeerId holder, byte[] encoded) {
        try {
            SignedClaim signed = SignedClaim.decode(encoded);
            Claim claim = signed.claim();
            boolean good =
                    signed.verify(mesh)
                            && claim.shard().equals(shard)
                            && claim.state() == ClaimState.COMPLETE
                            && claim.holder().equals(holder);
            return good ? Optional.of(claim) : Optional.empty();
        } catch (MalformedRecordException malformed) {
            return Optional.empty();
        }
    }
}
