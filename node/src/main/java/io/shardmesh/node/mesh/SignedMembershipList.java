package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.RecordKind;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.Signed;

/** A {@link MembershipList} with the admin's signature, in the bytes that were signed. */
public final class SignedMembershipList {
    private final Signed signed;
    private final MembershipList list;
    private final Digest digest;

    private SignedMembershipList(Signed signed, MembershipList list) {
        this.signed = signed;
        this.list = list;
        this.digest = Blake3.hash(signed.bytes().toArray());
    }

    static SignedMembershipList of(Signed signed, MembershipList list) {
        return new SignedMembershipList(signed, list);
    }

    /**
     * Reads a list; says nothing about its signature.
     *
     * @throws io.shardmesh.node.record.MalformedRecordException when the bytes are not one
     */
    public static SignedMembershipList decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.MEMBERSHIP_LIST, bytes);
        MembershipList list = MembershipList.read(in);
        return new SignedMembershipList(Signed.read(in), list);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public MembershipList list() {
        return list;
    }

    /** BLAKE3 of all bytes: decides between two lists of one sequence. */
    public Digest digest() {
        return digest;
    }

    /** True when it is this mesh's list and its admin signed it. Never throws. */
    public boolean verify(MeshId mesh) {
        return list.mesh().equals(mesh)
                && signed.verify(Context.MEMBERSHIP_LIST, list.admin(), mesh);
    }

    /**
     * True when this list counts and the other does not: the higher sequence, and of one sequence
     * the lower BLAKE3, so that all members end at the same list in whatever order they hear them.
     */
    public boolean outranks(SignedMembershipList other) {
        if (list.sequence() != other.list.sequence()) {
            return list.sequence() > other.list.sequence();
        }
        return digest.compareTo(other.digest) < 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedMembershipList that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "list " + list.sequence() + " of mesh " + list.mesh();
    }
}
