package io.shardmesh.node.local;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.care.Caretaker;
import io.shardmesh.node.holder.Holder;
import io.shardmesh.node.member.InviteDesk;
import io.shardmesh.node.member.MemberConnector;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.OwnerCertificate;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.object.Getter;
import io.shardmesh.node.object.PutKeys;
import io.shardmesh.node.object.Putter;
import io.shardmesh.node.object.ReaderWraps;
import io.shardmesh.node.object.Sharer;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.recovery.MeshCatalog;
import io.shardmesh.node.repair.Upkeep;
import io.shardmesh.node.store.ShardStore;
import java.util.Optional;

/**
 * The parts of a node that exist once it is in a mesh and has a network.
 *
 * @param members who is in
 * @param connector keeps them connected
 * @param upkeep looks after what is kept here; empty for a node that holds nothing
 * @param getter fetches
 * @param caretaker checks, repairs and deletes
 * @param putter stores; empty without the owner's keys
 * @param sharer changes who reads; empty without the owner's keys
 * @param desk makes invites and signs lists; empty without the admin's key
 * @param catalog the owner's catalog in the mesh, and the heads of everybody's
 */
record MeshEngine(
        Members members,
        MemberConnector connector,
        Optional<Upkeep> upkeep,
        Getter getter,
        Caretaker caretaker,
        Optional<Putter> putter,
        Optional<Sharer> sharer,
        Optional<InviteDesk> desk,
        MeshCatalog catalog) {

    static MeshEngine start(NodeParts parts, Network network, RememberedMesh mesh) {
        Members members =
                Members.create(
                        parts.environment(),
                        network,
                        new Members.Kept(parts.storage().mesh(), parts.storage().reputation()),
                        mesh.membership(),
                        () -> certificate(parts, mesh.membership()));
        Optional<Upkeep> upkeep =
                parts.storage()
                        .shards()
                        .filter(store -> parts.identity().mode() != NodeMode.EMBEDDED)
                        .map(store -> hold(parts, members, store));
        MemberConnector connector =
                MemberConnector.create(
                        parts.environment(),
                        network,
                        members,
                        parts.storage().mesh(),
                        parts.remembered().addresses());
        Getter getter = Getter.create(parts.environment(), members, parts.limits().cacheBytes());
        Caretaker caretaker =
                Caretaker.create(parts.environment(), members, parts.storage().shards());
        Optional<Putter> putter =
                parts.identity().owner().map(keys -> putter(parts, members, keys));
        return new MeshEngine(
                members,
                connector,
                upkeep,
                getter,
                caretaker,
                putter,
                parts.identity()
                        .owner()
                        .map(keys -> Sharer.create(parts.environment(), members, putKeys(keys))),
                parts.identity().owner().flatMap(keys -> desk(parts, network, members, keys, mesh)),
                MeshCatalog.start(
                        parts.environment(),
                        members,
                        parts.storage().heads(),
                        parts.storage().shards(),
                        putter.flatMap(made -> catalogOwner(parts, made, getter, caretaker))));
    }

    private static Optional<MeshCatalog.Owner> catalogOwner(
            NodeParts parts, Putter putter, Getter getter, Caretaker caretaker) {
        NodeKeys keys = parts.identity().owner().orElseThrow();
        return parts.storage()
                .catalog()
                .map(catalog ->
                        new MeshCatalog.Owner(
                                catalog,
                                putter,
                                getter,
                                caretaker,
                                keys.signing(),
                                keys.catalog()));
    }

    /** What this home shows while it is on no list: its owner's word that it is one of theirs. */
    private static Optional<OwnerCertificate> certificate(NodeParts parts, Membership membership) {
        PeerId self = parts.identity().peer();
        if (membership.list().member(self).isPresent()) {
            return Optional.empty();
        }
        return parts.identity()
                .owner()
                .map(keys ->
                        OwnerCertificate.issue(
                                keys.signing(),
                                membership.mesh(),
                                self,
                                parts.environment().clock().instant(),
                                RecordLimits.CERTIFICATE_DURATION));
    }

    private static Upkeep hold(NodeParts parts, Members members, ShardStore store) {
        Holder holder =
                Holder.create(
                        parts.environment(),
                        members,
                        store,
                        parts.identity().peerKey(),
                        parts.limits().holder());
        return Upkeep.start(parts.environment(), members, store, holder, parts.limits().upkeep());
    }

    private static Putter putter(NodeParts parts, Members members, NodeKeys keys) {
        return Putter.create(parts.environment(), members, putKeys(keys));
    }

    private static PutKeys putKeys(NodeKeys keys) {
        return new PutKeys(keys.signing(), keys.reader(), new ReaderWraps(keys.catalog()));
    }

    private static Optional<InviteDesk> desk(
            NodeParts parts, Network network, Members members, NodeKeys keys, RememberedMesh mesh) {
        VerifyingKey admin = mesh.membership().list().admin();
        if (!keys.admin().verifyingKey().equals(admin)) {
            return Optional.empty();
        }
        return Optional.of(
                InviteDesk.create(
                        parts.environment(),
                        network,
                        members,
                        parts.storage().mesh(),
                        keys.admin(),
                        mesh.invites()));
    }
}
