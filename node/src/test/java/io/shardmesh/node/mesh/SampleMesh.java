package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.ADMIN;
import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.NOW;
import static io.shardmesh.node.record.SampleRecords.OTHER;
import static io.shardmesh.node.record.SampleRecords.OWNER;

import io.shardmesh.crypto.Keyring;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.SampleRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The list, invite and connection of the golden files. */
final class SampleMesh {
    static final Labels ATTIC = new Labels("attic", "home");

    private SampleMesh() {}

    static Member holder() {
        return member(HOLDER, OWNER, Role.HOLD, ATTIC);
    }

    static Member client() {
        Optional<Instant> end = Optional.of(NOW.plus(Duration.ofDays(30)));
        return new Member(
                SampleRecords.peer(OTHER),
                OTHER.verifyingKey(),
                Set.of(Role.CLIENT),
                new Labels("käse", ""),
                end);
    }

    static Member member(SigningKey peer, SigningKey owner, Role role, Labels labels) {
        return new Member(
                SampleRecords.peer(peer),
                owner.verifyingKey(),
                Set.of(role),
                labels,
                Optional.empty());
    }

    static MembershipList list() {
        return list(NOW.toEpochMilli(), "family");
    }

    static MembershipList list(long sequence, String name) {
        return new MembershipList(
                ADMIN.verifyingKey(),
                name,
                sequence,
                List.of(holder(), client()),
                List.of(
                        new OwnerEntry(OWNER.verifyingKey(), OptionalLong.empty()),
                        new OwnerEntry(OTHER.verifyingKey(), OptionalLong.of(1_000_000_000_000L))));
    }

    static Membership membership() {
        return Membership.of(MESH, list().sign(ADMIN)).orElseThrow();
    }

    static InviteTerms terms() {
        return new InviteTerms(
                Set.of(Role.HOLD), OptionalLong.empty(), NOW.plus(Duration.ofDays(1)));
    }

    static Invite.Contact contact() {
        return new Invite.Contact(
                SampleRecords.peer(HOLDER),
                List.of(
                        Multiaddr.parse("/ip4/127.0.0.1/tcp/40871"),
                        Multiaddr.parse("/ip6/::1/tcp/40871")));
    }

    static Invite invite() {
        byte[] token = new byte[Invite.TOKEN_BYTES];
        for (int index = 0; index < token.length; index++) {
            token[index] = (byte) (0xa0 + index);
        }
        return Invite.of(MESH, terms(), contact(), SecretBytes.takeOver(token));
    }

    static ConnectionBinding binding(SigningKey prover, SigningKey verifier, int handshakeByte) {
        return new ConnectionBinding(
                SampleRecords.peer(prover),
                SampleRecords.peer(verifier),
                Bytes.of(SampleRecords.filled(1, 32)),
                Bytes.of(SampleRecords.filled(2, 32)),
                Bytes.of(SampleRecords.filled(handshakeByte, 32)));
    }

    /** A keyring whose root secret is one byte, 32 times. */
    static Keyring keyring(int rootByte) {
        return Keyring.ofRoot(SecretBytes.takeOver(SampleRecords.filled(rootByte, 32)));
    }
}
