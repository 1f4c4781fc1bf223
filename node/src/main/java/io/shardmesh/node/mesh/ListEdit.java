package io.shardmesh.node.mesh;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.RecordLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the admin's changes to a list make of it. The list that comes out is not signed yet. */
public sealed interface ListEdit {
    /**
     * The list after the change, with the next sequence.
     *
     * @param list to be signed and sent to everybody
     */
    record Edited(MembershipList list) implements ListEdit {}

    /** The peer or owner to change is not on the list. */
    record NotListed() implements ListEdit {}

    /** The peer to admit is already on the list, as another owner's. */
    record OwnedByAnother() implements ListEdit {}

    /** There are as many members or owners as a list may have. */
    record Full() implements ListEdit {}

    /**
     * Adds a member, or replaces the entry of the same peer of the same owner.
     *
     * @param quotaBytes the quota of an owner that is not listed yet; a listed one keeps its own
     */
    static ListEdit admit(
            MembershipList list, Member joiner, OptionalLong quotaBytes, Instant now) {
        Optional<Member> present = list.member(joiner.peer());
        if (present.isPresent() && !present.get().owner().equals(joiner.owner())) {
            return new OwnedByAnother();
        }
        List<Member> members = without(list, joiner.peer());
        members.add(joiner);
        List<OwnerEntry> owners = new ArrayList<>(list.owners());
        if (list.owner(joiner.owner()).isEmpty()) {
            owners.add(new OwnerEntry(joiner.owner(), quotaBytes));
        }
        if (members.size() > RecordLimits.MEMBER_COUNT
                || owners.size() > RecordLimits.OWNER_COUNT) {
            return new Full();
        }
        return new Edited(next(list, members, owners, now));
    }

    /** Takes a peer off the list, and its owner with it when that was the owner's last one. */
    static ListEdit revoke(MembershipList list, PeerId peer, Instant now) {
        Optional<Member> present = list.member(peer);
        if (present.isEmpty()) {
            return new NotListed();
        }
        VerifyingKey owner = present.get().owner();
        List<Member> members = without(list, peer);
        List<OwnerEntry> owners = new ArrayList<>(list.owners());
        if (members.stream().noneMatch(member -> member.owner().equals(owner))) {
            owners.removeIf(entry -> entry.key().equals(owner));
        }
        return new Edited(next(list, members, owners, now));
    }

    /** Gives an owner another quota, or none. */
    static ListEdit limit(
            MembershipList list, VerifyingKey owner, OptionalLong quotaBytes, Instant now) {
        if (list.owner(owner).isEmpty()) {
            return new NotListed();
        }
        List<OwnerEntry> owners =
                list.owners().stream()
                        .map(entry ->
                                entry.key().equals(owner)
                                        ? new OwnerEntry(owner, quotaBytes)
                                        : entry)
                        .toList();
        return new Edited(next(list, list.members(), owners, now));
    }

    private static List<Member> without(MembershipList list, PeerId peer) {
        List<Member> members = new ArrayList<>(list.members());
        members.removeIf(member -> member.peer().equals(peer));
        return members;
    }

    private static MembershipList next(
            MembershipList list, List<Member> members, List<OwnerEntry> owners, Instant now) {
        long sequence = Math.max(list.sequence() + 1, now.toEpochMilli());
        return new MembershipList(list.admin(), list.name(), sequence, members, owners);
    }
}
