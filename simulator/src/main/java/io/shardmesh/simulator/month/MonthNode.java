package io.shardmesh.simulator.month;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.api.UpkeepReport;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.Holder;
import io.shardmesh.node.holder.HolderLimits;
import io.shardmesh.node.io.MemoryFiles;
import io.shardmesh.node.member.MemberConnector;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.repair.Upkeep;
import io.shardmesh.node.repair.UpkeepSettings;
import io.shardmesh.node.reputation.ReputationFile;
import io.shardmesh.node.store.ShardStore;
import java.util.Map;
import java.util.Optional;

/**
 * One machine that runs, put together as {@code node.local} does it.
 *
 * @param identity its key on the network
 * @param strand its share of virtual time
 * @param members who is in, as it knows
 * @param connector keeps it connected
 * @param store what it keeps; empty for the client
 * @param upkeep looks after that; empty for the client, and where nothing is repaired
 */
record MonthNode(
        SigningKey identity,
        VirtualStrand strand,
        Members members,
        MemberConnector connector,
        Optional<ShardStore> store,
        Optional<Upkeep> upkeep) {

    /** How a holder is run. */
    record Holding(ShardStore store, Optional<UpkeepSettings> upkeep) {}

    static MonthNode start(
            Environment environment,
            VirtualStrand strand,
            SigningKey identity,
            Network network,
            Membership membership,
            Optional<Holding> holding) {
        ForgottenFiles files = new ForgottenFiles();
        // Files that answer at once, and that nobody ever opens again.
        ReputationFile opinions =
                ReputationFile.open(MemoryFiles.create(Runnable::run), environment.journal())
                        .join();
        Members members =
                Members.create(
                        environment,
                        network,
                        new Members.Kept(files, opinions),
                        membership,
                        Optional::empty);
        Optional<Upkeep> upkeep =
                holding.flatMap(held -> {
                    Holder holder =
                            Holder.create(
                                    environment,
                                    members,
                                    held.store(),
                                    identity,
                                    HolderLimits.defaults());
                    return held.upkeep()
                            .map(settings ->
                                    Upkeep.start(
                                            environment, members, held.store(), holder, settings));
                });
        MemberConnector connector =
                MemberConnector.create(environment, network, members, files, Map.of());
        return new MonthNode(
                identity, strand, members, connector, holding.map(Holding::store), upkeep);
    }

    PeerId peer() {
        return PeerId.of(identity.verifyingKey());
    }

    Optional<UpkeepReport> report() {
        return upkeep.map(Upkeep::report);
    }
}
