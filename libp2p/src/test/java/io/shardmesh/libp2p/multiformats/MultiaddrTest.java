package io.shardmesh.libp2p.multiformats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.VectorFile;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MultiaddrTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final PeerId RELAY =
            PeerId.parse("12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB");
    private static final PeerId TARGET =
            PeerId.parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");

    @Test
    void textAndBytes_ofVectors_convertBothWays() {
        for (List<String> line : VectorFile.lines("multiaddrs.txt", "good")) {
            Multiaddr address = Multiaddr.parse(line.get(0));
            assertEquals(line.get(1), HEX.formatHex(address.bytes()));
            Multiaddr decoded = Multiaddr.decode(HEX.parseHex(line.get(1)));
            assertEquals(address, decoded);
            assertEquals(line.get(0), decoded.toString());
        }
    }

    @Test
    void parse_malformedText_isRefused() {
        for (List<String> line : VectorFile.lines("multiaddrs.txt", "badtext")) {
            assertThrows(MalformedException.class, () -> Multiaddr.parse(line.get(0)), line.get(1));
        }
    }

    @Test
    void decode_malformedBytes_isRefused() {
        for (List<String> line : VectorFile.lines("multiaddrs.txt", "badbytes")) {
            byte[] bytes = HEX.parseHex(line.get(0));
            assertThrows(MalformedException.class, () -> Multiaddr.decode(bytes), line.get(1));
        }
        assertThrows(MalformedException.class, () -> Multiaddr.decode(new byte[0]));
    }

    @Test
    void decodeReadable_unknownComponent_dropsOnlyThatAddress() {
        Multiaddr known = Multiaddr.tcp("10.0.0.1", 1);
        byte[] unknown = HEX.parseHex("047f000001ffff7f");
        assertEquals(
                List.of(known, known),
                Multiaddr.decodeReadable(
                        List.of(known.bytes(), unknown, new byte[0], known.bytes())));
    }

    @Test
    void peerId_relayedAddress_isTheLastOne() {
        Multiaddr relayed = Multiaddr.tcp("10.0.0.1", 1).withPeer(RELAY).withPeer(RELAY);
        assertEquals(Optional.of(RELAY), relayed.peerId());
        Multiaddr target = Multiaddr.parse(relayed + "/p2p-circuit/p2p/" + TARGET);
        assertEquals(Optional.of(TARGET), target.peerId());
        assertEquals(relayed + "/p2p-circuit", target.withoutPeer().toString());
        assertTrue(target.isRelayed());
        assertFalse(target.isPlainTcp());
    }

    @Test
    void parse_peerAsCidOrOldName_printsBase58() {
        String printed = "/ip4/1.2.3.4/tcp/5/p2p/" + RELAY;
        assertEquals(
                printed, Multiaddr.parse("/ip4/1.2.3.4/tcp/5/p2p/" + RELAY.toCid()).toString());
        assertEquals(printed, Multiaddr.parse("/ip4/1.2.3.4/tcp/5/ipfs/" + RELAY).toString());
    }

    @Test
    void parts_ofTcpAddresses_areNamed() {
        Multiaddr ip6 = Multiaddr.tcp("2001:db8:0:0:1::0", 4001);
        assertEquals("/ip6/2001:db8:0:0:1::/tcp/4001", ip6.toString());
        assertEquals("2001:db8:0:0:1::", ip6.host().orElseThrow());
        assertEquals(4001, ip6.tcpPort().orElseThrow());
        assertTrue(ip6.isPlainTcp());
        assertFalse(ip6.isNamed());
        Multiaddr name = Multiaddr.parse("/dns4/example.org/tcp/1/p2p/" + TARGET);
        assertTrue(name.isPlainTcp());
        assertTrue(name.isNamed());
        assertFalse(Multiaddr.parse("/ip4/1.2.3.4/udp/5/quic-v1").isPlainTcp());
        assertFalse(Multiaddr.parse("/dns4/example.org/tcp/1/wss").isPlainTcp());
    }

    @Test
    void formatIp6_awkwardAddresses_followsRfc5952() {
        assertEquals("/ip6/::", Multiaddr.parse("/ip6/0:0:0:0:0:0:0:0").toString());
        assertEquals("/ip6/1:0:0:2::3", Multiaddr.parse("/ip6/1:0:0:2:0:0:0:3").toString());
        assertEquals("/ip6/1:0:2:3:4:5:6:7", Multiaddr.parse("/ip6/1:0:2:3:4:5:6:7").toString());
        assertEquals("/ip6/::ffff:a00:1", Multiaddr.parse("/ip6/::FFFF:10.0.0.1").toString());
    }
}
