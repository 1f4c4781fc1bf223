package io.shardmesh.libp2p.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import io.shardmesh.libp2p.swarm.proto.IdentifyMessages.Identify;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IdentifyCodecTest {

    private static final VerifyingKey KEY = SwarmLab.identity(1).verifyingKey();
    private static final PeerId PEER = PeerId.of(KEY);
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");
    private static final IdentifyInfo INFO =
            new IdentifyInfo(
                    List.of(ADDRESS),
                    List.of("/a/1", "/b/1"),
                    Optional.of(ADDRESS),
                    "p/1",
                    "a/1",
                    Optional.empty());

    @Test
    void encode_fieldNumbers_areThoseOfTheSpecification() {
        String hex = HexFormat.of().formatHex(IdentifyCodec.encode(KEY, INFO));
        String key = HexFormat.of().formatHex(PublicKeys.encode(KEY));
        assertEquals(
                "500a24"
                        + key
                        + "1208047f000001060fa1"
                        + "1a042f612f311a042f622f31"
                        + "2208047f000001060fa1"
                        + "2a03702f31"
                        + "3203612f31",
                hex);
    }

    @Test
    void decode_ownEncoding_givesTheSame() {
        assertEquals(INFO, decode(IdentifyCodec.encode(KEY, INFO)));
    }

    @Test
    void decode_severalMessages_mergesThem() {
        Identify more = Identify.newBuilder().addProtocols("/c/1").setAgentVersion("a/2").build();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(IdentifyCodec.encode(KEY, INFO));
        both.writeBytes(prefixed(more));
        IdentifyInfo merged = decode(both.toByteArray());
        assertEquals(List.of("/a/1", "/b/1", "/c/1"), merged.protocols());
        assertEquals("a/2", merged.agentVersion());
    }

    @Test
    void decode_nonsenseForARecordAndUnknownAddress_areSkipped() {
        Identify.Builder message = valid();
        message.addListenAddrs(ByteString.copyFrom(new byte[] {(byte) 0xff, 0x7f, 1}));
        message.addListenAddrs(ByteString.copyFrom(ADDRESS.bytes()));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(message.build().toByteArray());
        body.writeBytes(new byte[] {0x42, 3, 1, 2, 3});
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(Varint.encode(body.size()));
        whole.writeBytes(body.toByteArray());
        IdentifyInfo info = decode(whole.toByteArray());
        assertEquals(List.of(ADDRESS), info.listenAddresses());
        assertEquals(Optional.empty(), info.observedAddress());
        assertEquals(Optional.empty(), info.signedRecord());
    }

    @Test
    void decode_keyOfAnotherPeerOrNone_isRefused() {
        PeerId other = PeerId.of(SwarmLab.identity(2).verifyingKey());
        byte[] encoded = IdentifyCodec.encode(KEY, INFO);
        assertThrows(
                MalformedException.class,
                () -> IdentifyCodec.decode(ByteBuffer.wrap(encoded), other));
        byte[] keyless = prefixed(Identify.newBuilder().setAgentVersion("x").build());
        assertThrows(MalformedException.class, () -> decode(keyless));
    }

    @Test
    void decode_tooLongOrCutShortOrGarbage_isRefused() {
        byte[] tooLong = Varint.encode(IdentifyCodec.MESSAGE_BYTES + 1L);
        assertThrows(MalformedException.class, () -> decode(tooLong));
        byte[] encoded = IdentifyCodec.encode(KEY, INFO);
        byte[] cut = java.util.Arrays.copyOf(encoded, encoded.length - 1);
        assertThrows(MalformedException.class, () -> decode(cut));
        assertThrows(MalformedException.class, () -> decode(new byte[] {2, 0x0a, 9}));
    }

    @Test
    void encode_moreAddressesThanFit_staysWithinTheLimit() {
        List<Multiaddr> many = new ArrayList<>();
        for (int port = 1; port <= 2000; port++) {
            many.add(Multiaddr.tcp("10.1.2.3", port));
        }
        byte[] encoded =
                IdentifyCodec.encode(
                        KEY,
                        new IdentifyInfo(
                                many,
                                List.of("/a/1"),
                                Optional.empty(),
                                "p",
                                "a",
                                Optional.empty()));
        assertTrue(encoded.length <= IdentifyCodec.MESSAGE_BYTES + 2);
        IdentifyInfo info = decode(encoded);
        assertEquals(many.subList(0, info.listenAddresses().size()), info.listenAddresses());
        assertEquals(List.of("/a/1"), info.protocols());
    }

    private static Identify.Builder valid() {
        return Identify.newBuilder().setPublicKey(ByteString.copyFrom(PublicKeys.encode(KEY)));
    }

    private static byte[] prefixed(Identify message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] body = message.toByteArray();
        out.writeBytes(Varint.encode(body.length));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static IdentifyInfo decode(byte[] encoded) {
        return IdentifyCodec.decode(ByteBuffer.wrap(encoded), PEER);
    }
}
