package io.shardmesh.testing.fuzz;

import static io.shardmesh.testing.fuzz.FuzzTarget.law;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.mesh.Invite;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.OwnerCertificate;
import io.shardmesh.node.mesh.RedeemRequest;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.Metadata;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.ObjectLink;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedCatalogHead;
import io.shardmesh.node.record.SignedClaim;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedManifest;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.reputation.SavedReputation;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The hand-laid records: every one has exactly one encoding. */
final class RecordTargets {
    private static final MethodHandle ANSWER = Hidden.method("node.mesh.RedeemAnswer", "decode");

    private RecordTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                record("object-header", ObjectHeader::decode, ObjectHeader::encode),
                record("manifest", SignedManifest::decode, SignedManifest::encode),
                record("envelope", SignedEnvelope::decode, SignedEnvelope::encode),
                record("lease", SignedLease::decode, SignedLease::encode),
                record("tombstone", SignedTombstone::decode, SignedTombstone::encode),
                record("claim", SignedClaim::decode, SignedClaim::encode),
                record("shard-record", ShardRecord::decode, ShardRecord::encode),
                record("metadata", Metadata::decode, Metadata::encode),
                record(
                        "membership-list",
                        SignedMembershipList::decode,
                        SignedMembershipList::encode),
                record("owner-certificate", OwnerCertificate::decode, OwnerCertificate::encode),
                record("redeem-request", RedeemRequest::decode, RedeemRequest::encode),
                record("catalog-head", SignedCatalogHead::decode, SignedCatalogHead::encode),
                new FuzzTarget("object-link", Set.of(), RecordTargets::link),
                target("redeem-answer", in -> Hidden.call(ANSWER, in) != null),
                record("invite-book", InviteBook::decode, InviteBook::encode),
                target("reputation", RecordTargets::reputation),
                new FuzzTarget("invite-text", Set.of(), RecordTargets::invite),
                new FuzzTarget("object-key-text", Set.of(), RecordTargets::objectKey));
    }

    private static FuzzTarget target(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(MalformedRecordException.class), decoder);
    }

    private static <T> FuzzTarget record(
            String name, Function<byte[], T> decode, Function<T, byte[]> encode) {
        return target(
                name,
                input -> {
                    byte[] encoded = encode.apply(decode.apply(input.clone()));
                    byte[] again = encode.apply(decode.apply(encoded));
                    law(Arrays.equals(again, encoded), "the record comes back");
                    return true;
                });
    }

    /** With the digest that the bytes should have: else nothing gets behind it. */
    private static boolean reputation(byte[] input) {
        int bodyBytes = Math.max(0, input.length - Digest.SIZE_BYTES);
        byte[] sealed = input.clone();
        Digest digest = Blake3.hash(Arrays.copyOf(input, bodyBytes));
        System.arraycopy(digest.bytes(), 0, sealed, bodyBytes, sealed.length - bodyBytes);
        SavedReputation saved = SavedReputation.decode(sealed);
        law(SavedReputation.decode(saved.encode()).equals(saved), "the record comes back");
        return true;
    }

    private static boolean invite(byte[] input) {
        return Invite.parse(AddressTargets.text(input))
                .map(invite -> {
                    String text = invite.toText();
                    law(
                            Invite.parse(text).orElseThrow().toText().equals(text),
                            "the line comes back");
                    return true;
                })
                .orElse(false);
    }

    private static boolean link(byte[] input) {
        return ObjectLink.parse(AddressTargets.text(input))
                .map(link -> {
                    law(link.text().equals(AddressTargets.text(input)), "the line comes back");
                    return true;
                })
                .orElse(false);
    }

    private static boolean objectKey(byte[] input) {
        return ObjectKeyText.parse(AddressTargets.text(input)).isPresent();
    }
}
