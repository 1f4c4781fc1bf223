package io.shardmesh.libp2p.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.shardmesh.libp2p.negotiate.Negotiation.Agreed;
import io.shardmesh.libp2p.negotiate.Negotiation.NeedMore;
import io.shardmesh.libp2p.negotiate.Negotiation.Refused;
import io.shardmesh.libp2p.negotiate.Negotiation.Step;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

final class NegotiationProperties {
    @Property(tries = 200)
    void twoSides_overAChoppingPipe_agreeOnTheFirstCommonProposal(
            @ForAll @NotEmpty @Size(max = 5) List<@IntRange(max = 9) Integer> proposals,
            @ForAll @Size(max = 5) Set<@IntRange(max = 9) Integer> supported,
            @ForAll long seed) {
        List<String> ids = proposals.stream().map(NegotiationProperties::id).toList();
        Side left = new Side(Negotiation.initiator(ids));
        Side right =
                new Side(
                        Negotiation.responder(id ->
                                supported.stream().anyMatch(number -> id(number).equals(id))));
        Random random = new Random(seed);
        for (int turn = 0; turn < 2000; turn++) {
            left.pump(right, random);
            right.pump(left, random);
        }
        Optional<Integer> common = proposals.stream().filter(supported::contains).findFirst();
        if (common.isPresent()) {
            String chosen = id(common.get());
            assertEquals(chosen, assertInstanceOf(Agreed.class, left.last).protocol());
            assertEquals(chosen, assertInstanceOf(Agreed.class, right.last).protocol());
        } else {
            assertInstanceOf(Refused.class, left.last);
            assertInstanceOf(NeedMore.class, right.last);
        }
        assertEquals(0, left.unread.size() + right.unread.size());
    }

    @Property(tries = 500)
    void receive_randomBytes_neverThrows(@ForAll @Size(max = 60) byte[] bytes) {
        assertNotNull(Negotiation.responder(id -> false).receive(ByteBuffer.wrap(bytes)));
        Negotiation afterHeader = Negotiation.initiator(List.of("/a"));
        afterHeader.receive(ByteBuffer.wrap(Line.encode("/multistream/1.0.0")));
        assertNotNull(afterHeader.receive(ByteBuffer.wrap(bytes)));
    }

    private static String id(int number) {
        return "/protocol/" + number;
    }

    private static final class Side {
        private final Negotiation negotiation;
        private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
        private Step last = new NeedMore(new byte[0]);

        private Side(Negotiation negotiation) {
            this.negotiation = negotiation;
            unread.writeBytes(negotiation.start());
        }

        /** Moves a random part of what waits here to the other side. */
        private void pump(Side other, Random random) {
            byte[] waiting = unread.toByteArray();
            int bytes = Math.min(waiting.length, random.nextInt(4));
            if (bytes == 0) {
                return;
            }
            unread.reset();
            unread.write(waiting, bytes, waiting.length - bytes);
            other.take(ByteBuffer.wrap(waiting, 0, bytes));
        }

        private void take(ByteBuffer in) {
            last = negotiation.receive(in);
            assertEquals(0, in.remaining());
            unread.writeBytes(
                    switch (last) {
                        case NeedMore(byte[] toSend) -> toSend;
                        case Agreed(String _, byte[] toSend) -> toSend;
                        case Refused(byte[] toSend) -> toSend;
                        case Negotiation.Failed(String why) -> throw new AssertionError(why);
                    });
        }
    }
}
