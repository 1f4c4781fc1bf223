package io.shardmesh.libp2p.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.libp2p.negotiate.Negotiation.Agreed;
import io.shardmesh.libp2p.negotiate.Negotiation.Failed;
import io.shardmesh.libp2p.negotiate.Negotiation.NeedMore;
import io.shardmesh.libp2p.negotiate.Negotiation.Refused;
import io.shardmesh.libp2p.negotiate.Negotiation.Step;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NegotiationTest {
    private static final String HEADER = "\u0013/multistream/1.0.0\n";

    @Test
    void start_initiator_sendsHeaderAndFirstProposalTogether() {
        assertEquals(
                HEADER + "\u0007/noise\n", text(Negotiation.initiator(List.of("/noise")).start()));
        assertEquals(HEADER, text(Negotiation.responder(id -> true).start()));
    }

    @Test
    void responder_headerAndProposalByteByByte_agreesAtTheLastByte() {
        Negotiation responder = Negotiation.responder("/noise"::equals);
        byte[] received = bytes(HEADER + "\u0007/noise\n");
        for (int index = 0; index < received.length - 1; index++) {
            Step step = responder.receive(ByteBuffer.wrap(received, index, 1));
            assertEquals("", text(assertInstanceOf(NeedMore.class, step).toSend()));
        }
        Step last = responder.receive(ByteBuffer.wrap(received, received.length - 1, 1));
        assertEquals("\u0007/noise\n", text(assertInstanceOf(Agreed.class, last).toSend()));
    }

    @Test
    void responder_lazyBytesBehindProposal_stayInTheBuffer() {
        ByteBuffer in = ByteBuffer.wrap(bytes(HEADER + "\u0007/noise\nlazy"));
        Agreed agreed =
                assertInstanceOf(Agreed.class, Negotiation.responder("/noise"::equals).receive(in));
        assertEquals("/noise", agreed.protocol());
        assertEquals("lazy", StandardCharsets.UTF_8.decode(in).toString());
    }

    @Test
    void initiator_bytesBehindEcho_stayInTheBuffer() {
        Negotiation initiator = Negotiation.initiator(List.of("/a", "/b"));
        Step refused = initiator.receive(ByteBuffer.wrap(bytes(HEADER + "\u0003na\n")));
        assertEquals("\u0003/b\n", text(assertInstanceOf(NeedMore.class, refused).toSend()));
        ByteBuffer in = ByteBuffer.wrap(bytes("\u0003/b\nmore"));
        assertEquals("/b", assertInstanceOf(Agreed.class, initiator.receive(in)).protocol());
        assertEquals(4, in.remaining());
    }

    @Test
    void initiator_allRefused_isRefused() {
        Negotiation initiator = Negotiation.initiator(List.of("/a"));
        Step step = initiator.receive(ByteBuffer.wrap(bytes(HEADER + "\u0003na\n")));
        assertInstanceOf(Refused.class, step);
        assertThrows(IllegalStateException.class, () -> initiator.receive(ByteBuffer.allocate(1)));
    }

    @Test
    void responder_unknownAndLs_areAnsweredNa() {
        String received = HEADER + "\u0003ls\n" + "\u0003/x\n";
        Step step =
                Negotiation.responder("/noise"::equals).receive(ByteBuffer.wrap(bytes(received)));
        assertEquals("\u0003na\n\u0003na\n", text(assertInstanceOf(NeedMore.class, step).toSend()));
    }

    @Test
    void responder_endlessProposals_fails() {
        String proposals = "\u0003/x\n".repeat(Negotiation.MAX_REFUSED_PROPOSALS);
        Negotiation responder = Negotiation.responder("/noise"::equals);
        Step step = responder.receive(ByteBuffer.wrap(bytes(HEADER + proposals)));
        assertInstanceOf(NeedMore.class, step);
        assertInstanceOf(Failed.class, responder.receive(ByteBuffer.wrap(bytes("\u0003/x\n"))));
    }

    @Test
    void receive_malformed_fails() {
        List<String> malformed =
                List.of(
                        "00", // no newline fits
                        "8108", // length 1025
                        "ffff", // length prefix over 2 bytes
                        "8000", // length not in shortest form
                        "036e6161", // no newline at the end
                        HexFormat.of().formatHex(bytes("\u0007/noise\n")), // no header
                        HexFormat.of().formatHex(bytes("\u0013/multistream/2.0.0\n")));
        for (String hex : malformed) {
            for (Negotiation side : sides().toList()) {
                Step step = side.receive(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
                assertInstanceOf(Failed.class, step, hex);
            }
        }
    }

    @Test
    void initiator_answerToNothingAsked_fails() {
        Step step =
                Negotiation.initiator(List.of("/a"))
                        .receive(ByteBuffer.wrap(bytes(HEADER + "\u0003/b\n")));
        assertInstanceOf(Failed.class, step);
    }

    @Test
    void initiator_impossibleProposals_areRefusedAtOnce() {
        List<List<String>> impossible =
                List.of(List.of(), List.of("a\nb"), List.of(""), List.of("x".repeat(1024)));
        for (List<String> proposals : impossible) {
            assertThrows(IllegalArgumentException.class, () -> Negotiation.initiator(proposals));
        }
    }

    private static Stream<Negotiation> sides() {
        return Stream.of(
                Negotiation.initiator(List.of("/noise")), Negotiation.responder(id -> true));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
