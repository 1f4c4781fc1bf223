package io.shardmesh.node.mesh;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.MeshId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The list that counts now, and the answers that follow from it. Immutable; a newer list gives a
 * new one. Times are the caller's clock: a member's end is the only rule that needs one.
 */
public final class Membership {
    private final SignedMembershipList signed;
    private final Map<PeerId, Member> members;
    private final Map<VerifyingKey, OwnerEntry> owners;

    private Membership(SignedMembershipList signed) {
        this.signed = signed;
        this.members = new HashMap<>();
        this.owners = new HashMap<>();
        signed.list().members().forEach(member -> members.put(member.peer(), member));
        signed.list().owners().forEach(owner -> owners.put(owner.key(), owner));
    }

    /** The state of one that has just founded or joined; empty when the list does not verify. */
    public static Optional<Membership> of(MeshId mesh, SignedMembershipList signed) {
        return signed.verify(mesh) ? Optional.of(new Membership(signed)) : Optional.empty();
    }

    /** Compares a list that somebody sent with ours. Never throws. */
    public AcceptOutcome accept(SignedMembershipList offered) {
        if (offered.equals(signed)) {
            return new AcceptOutcome.Known();
        }
        if (!offered.verify(mesh())) {
            return new AcceptOutcome.Refused();
        }
        boolean clash = offered.list().sequence() == signed.list().sequence();
        if (offered.outranks(signed)) {
            return new AcceptOutcome.Replaced(new Membership(offered), clash);
        }
        return clash ? new AcceptOutcome.ClashKept() : new AcceptOutcome.Older();
    }

    /** The mesh. */
    public MeshId mesh() {
        return signed.list().mesh();
    }

    /** The list that counts, to be sent on. */
    public SignedMembershipList signedList() {
        return signed;
    }

    /** The list that counts. */
    public MembershipList list() {
        return signed.list();
    }

    /** The entry of a peer, when its membership has not ended. */
    public Optional<Member> member(PeerId peer, Instant now) {
        return Optional.ofNullable(members.get(peer)).filter(member -> member.activeAt(now));
    }

    /** True for a peer on the list whose membership has not ended. */
    public boolean isMember(PeerId peer, Instant now) {
        return member(peer, now).isPresent();
    }

    /** True for a member that keeps shards. */
    public boolean mayHold(PeerId peer, Instant now) {
        return member(peer, now).map(Membership::holds).orElse(false);
    }

    /** True for an owner on the list; what it may keep is a matter of its quota. */
    public boolean mayPut(VerifyingKey owner) {
        return owners.containsKey(owner);
    }

    /** The entry of an owner, with its quota. */
    public Optional<OwnerEntry> owner(VerifyingKey key) {
        return Optional.ofNullable(owners.get(key));
    }

    /** True when a peer that is not listed shows a good certificate of a listed owner. */
    public boolean admits(OwnerCertificate certificate, PeerId peer, Instant now) {
        return mayPut(certificate.owner()) && certificate.verify(mesh(), peer, now);
    }

    /** All members that keep shards, in the order of their peer ids. */
    public List<Member> holders(Instant now) {
        return list().members().stream()
                .filter(member -> holds(member) && member.activeAt(now))
                .toList();
    }

    /** How many machines have a member that keeps shards; the scheme {@code auto} follows it. */
    public int machineCount(Instant now) {
        return (int) holders(now).stream().map(Member::machine).distinct().count();
    }

    /** Owners on the list of whom no peer is: a mistake of the admin's, and nobody can renew. */
    public List<OwnerEntry> ownersWithoutPeers() {
        Set<VerifyingKey> present = new HashSet<>();
        list().members().forEach(member -> present.add(member.owner()));
        return list().owners().stream().filter(owner -> !present.contains(owner.key())).toList();
    }

    private static boolean holds(Member member) {
        return member.roles().contains(Role.HOLD);
    }
}
