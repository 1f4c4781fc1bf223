package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.ADMIN;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.shardmesh.libp2p.multiformats.Base32;
import io.shardmesh.node.record.MalformedRecordException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class MeshProperties {
    private static final List<Function<byte[], ?>> DECODERS =
            List.of(
                    SignedMembershipList::decode,
                    OwnerCertificate::decode,
                    Invite::decode,
                    InviteBook::decode,
                    RedeemRequest::decode,
                    RedeemAnswer::decode);

    private static final byte[] LIST = SampleMesh.list().sign(ADMIN).encode();
    private static final String INVITE = SampleMesh.invite().toText();

    @Property(tries = 300)
    void decode_randomBytes_isRefusedAndNothingElse(@ForAll @Size(max = 500) byte[] bytes) {
        DECODERS.forEach(decoder -> assertRefusedOrRead(decoder, bytes));
        assertNotNull(Invite.parse("shmi1" + Base32.encode(bytes)));
    }

    /** Random bytes seldom get past the magic ones; a spoiled list gets everywhere. */
    @Property(tries = 300)
    void decode_spoiledLists_areRefusedOrRead(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) {
        Random random = new Random(seed);
        byte[] spoiled = LIST.clone();
        for (int change = 0; change < changes; change++) {
            spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
        }
        assertRefusedOrRead(SignedMembershipList::decode, spoiled);
    }

    /** Lists reach members in any order; all must end at the same one. */
    @Property(tries = 50)
    void accept_anyOrder_endsAtTheSameList(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 4) Integer> sequences) {
        List<SignedMembershipList> lists =
                IntStream.range(0, sequences.size())
                        .mapToObj(index -> SampleMesh.list(sequences.get(index), "list " + index))
                        .map(list -> list.sign(ADMIN))
                        .toList();
        assertEquals(last(lists), last(lists.reversed()));
    }

    @Property(tries = 200)
    void invite_anyLetterChanged_isRefused(
            @ForAll @IntRange(min = 5, max = 180) int index, @ForAll @IntRange(max = 31) int to) {
        char letter = "abcdefghijklmnopqrstuvwxyz234567".charAt(to);
        String typo = INVITE.substring(0, index) + letter + INVITE.substring(index + 1);
        assertEquals(typo.equals(INVITE), Invite.parse(typo).isPresent());
    }

    private static SignedMembershipList last(List<SignedMembershipList> lists) {
        Membership membership = Membership.of(MESH, lists.getFirst()).orElseThrow();
        for (SignedMembershipList list : lists) {
            if (membership.accept(list) instanceof AcceptOutcome.Replaced replaced) {
                membership = replaced.membership();
            }
        }
        return membership.signedList();
    }

    private static void assertRefusedOrRead(Function<byte[], ?> decoder, byte[] bytes) {
        try {
            assertNotNull(decoder.apply(bytes));
        } catch (MalformedRecordException e) {
            assertFalse(e.field().isEmpty());
        }
    }
}
