package io.shardmesh.node.mesh;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordText;
import io.shardmesh.node.record.RecordWriter;
import io.shardmesh.node.record.Signed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everybody in a mesh, as the admin states it; the whole list is signed and sent on every change. A
 * member whose owner is not among the owners may connect and nothing more. See {@code
 * docs/formats/membership-list.md}.
 *
 * @param admin the key that signs it and gives the mesh its id
 * @param name what people call the mesh, at most 64 bytes of UTF-8
 * @param sequence max(previous + 1, now in milliseconds); 1 for the first
 * @param members in the order of their peer ids, at most 1,000
 * @param owners in the order of their keys, at most 1,000
 */
public record MembershipList(
        VerifyingKey admin,
        String name,
        long sequence,
        List<Member> members,
        List<OwnerEntry> owners) {
    private static final RecordKind KIND = RecordKind.MEMBERSHIP_LIST;

    /**
     * Puts both lists in order.
     *
     * @throws IllegalArgumentException when one is too long or names somebody twice, or another
     *     field is out of bounds
     */
    public MembershipList {
        RecordText.label("name", name, RecordLimits.MESH_NAME_BYTES);
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence is not positive");
        }
        members = members.stream().sorted(Comparator.comparing(Member::peer)).toList();
        owners = owners.stream().sorted(Comparator.comparing(OwnerEntry::key)).toList();
        check("members", members, RecordLimits.MEMBER_COUNT, Member::peer);
        check("owners", owners, RecordLimits.OWNER_COUNT, OwnerEntry::key);
    }

    /** The mesh: its id follows from the admin's key. */
    public MeshId mesh() {
        return MeshId.ofAdmin(admin);
    }

    /** The entry of a peer. */
    public Optional<Member> member(PeerId peer) {
        return members.stream().filter(member -> member.peer().equals(peer)).findFirst();
    }

    /** The entry of an owner. */
    public Optional<OwnerEntry> owner(VerifyingKey key) {
        return owners.stream().filter(owner -> owner.key().equals(key)).findFirst();
    }

    /**
     * Signs the list.
     *
     * @throws IllegalArgumentException when the key is not the admin's
     */
    public SignedMembershipList sign(SigningKey adminKey) {
        if (!adminKey.verifyingKey().equals(admin)) {
            throw new IllegalArgumentException("signed by another key than the admin's");
        }
        Signed signed = Signed.sign(Context.MEMBERSHIP_LIST, adminKey, mesh(), encodeBody());
        return SignedMembershipList.of(signed, this);
    }

    private byte[] encodeBody() {
        RecordWriter out = RecordWriter.of(KIND).key(admin).u64(sequence).text8(name);
        out.u16(members.size());
        members.forEach(member -> member.write(out));
        out.u16(owners.size());
        owners.forEach(owner -> owner.write(out));
        return out.noExtensions().finish();
    }

    static MembershipList read(RecordReader in) {
        VerifyingKey admin = in.key("admin");
        long sequence = in.u64("sequence", 1, Long.MAX_VALUE);
        String name = in.text8("name", 0, RecordLimits.MESH_NAME_BYTES);
        List<Member> members = new ArrayList<>();
        int memberCount = in.u16("members", 0, RecordLimits.MEMBER_COUNT);
        for (int index = 0; index < memberCount; index++) {
            members.add(Member.read(in));
        }
        List<OwnerEntry> owners = new ArrayList<>();
        int ownerCount = in.u16("owners", 0, RecordLimits.OWNER_COUNT);
        for (int index = 0; index < ownerCount; index++) {
            owners.add(OwnerEntry.read(in));
        }
        in.extensions();
        try {
            MembershipList list = new MembershipList(admin, name, sequence, members, owners);
            if (!list.members.equals(members) || !list.owners.equals(owners)) {
                throw in.malformed("members", "members or owners are out of order");
            }
            return list;
        } catch (IllegalArgumentException e) {
            throw in.malformed("entries", String.valueOf(e.getMessage()));
        }
    }

    private static <T, K> void check(
            String what, List<T> sorted, int maxCount, Function<T, K> key) {
        if (sorted.size() > maxCount) {
            throw new IllegalArgumentException("more than " + maxCount + " " + what);
        }
        for (int index = 1; index < sorted.size(); index++) {
            if (key.apply(sorted.get(index)).equals(key.apply(sorted.get(index - 1)))) {
                throw new IllegalArgumentException(what + " name somebody twice");
            }
        }
    }
}
