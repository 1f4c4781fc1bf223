package io.shardmesh.node.local;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderLimits;
import io.shardmesh.node.member.MeshFiles;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.recovery.HeadFiles;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.reputation.ReputationFile;
import io.shardmesh.node.store.ShardStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a node is made of. All of it stays the maker's to close, after the node.
 *
 * @param environment strand, clock, randomness, processors, journal
 * @param identity mode and keys
 * @param network the peers; empty for a node without network
 * @param storage what lies in the home
 * @param remembered what an earlier run has left
 * @param limits what it allows others, and how it looks after what it holds
 */
public record NodeParts(
        Environment environment,
        Identity identity,
        Optional<Network> network,
        Storage storage,
        Remembered remembered,
        Limits limits) {

    /**
     * Limits and patience.
     *
     * @param holder what it allows others
     * @param upkeep how it looks after what it holds
     * @param cacheBytes sealed blocks that it keeps in memory for later gets
     */
    public record Limits(HolderLimits holder, UpkeepSettings upkeep, long cacheBytes) {}

    /**
     * Who the node is.
     *
     * @param mode how it takes part
     * @param peerKey its key on the network
     * @param owner the owner's unlocked keys; without them there is no put and no catalog
     * @param machineId what the system calls this machine, for a label where the user gave none
     */
    public record Identity(
            NodeMode mode,
            SigningKey peerKey,
            Optional<NodeKeys> owner,
            Supplier<String> machineId) {
        /** This node's id. */
        public PeerId peer() {
            return PeerId.of(peerKey.verifyingKey());
        }
    }

    /**
     * What lies in the home.
     *
     * @param shards the shards that it keeps for the mesh; empty for a node that holds nothing
     * @param catalog the owner's names; empty without the owner's keys
     * @param mesh membership list, invites, addresses
     * @param heads heads of catalogs, of all owners
     * @param reputation what was seen of other members
     */
    public record Storage(
            Optional<ShardStore> shards,
            Optional<Catalog> catalog,
            MeshFiles mesh,
            HeadFiles heads,
            ReputationFile reputation) {}

    /**
     * What an earlier run has left.
     *
     * @param mesh the list and the open invites; empty before the home is in a mesh
     * @param addresses where members were last reached
     */
    public record Remembered(
            Optional<RememberedMesh> mesh, Map<PeerId, List<Multiaddr>> addresses) {}
}
