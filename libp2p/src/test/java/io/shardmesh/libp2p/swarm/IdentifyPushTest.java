package io.shardmesh.libp2p.swarm;

import static io.shardmesh.libp2p.swarm.SwarmLab.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import io.shardmesh.libp2p.record.SignedPeerRecord;
import io.shardmesh.libp2p.swarm.proto.IdentifyMessages.Identify;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What peers that are connected learn of changes, and what they do not believe. */
final class IdentifyPushTest {

    private static final String PROTOCOL = "/lab/changing";
    private static final Multiaddr SOMEWHERE = Multiaddr.tcp("10.0.0.7", 7);
    private static final Multiaddr ELSEWHERE = Multiaddr.tcp("10.0.0.8", 8);

    private final SwarmLab lab = new SwarmLab();
    private final Swarm one = lab.swarm(1);
    private final Swarm two = lab.swarm(2);
    private final List<IdentifyInfo> heard = new ArrayList<>();

    @Test
    void handle_whileConnected_isToldAndTakenBack() {
        connect();
        two.handle(PROTOCOL, stream -> new RecordingHandler());
        settle();
        assertTrue(known().protocols().contains(PROTOCOL));
        assertEquals(2, heard.size());
        two.unhandle(PROTOCOL);
        settle();
        assertFalse(known().protocols().contains(PROTOCOL));
    }

    @Test
    void handle_sameProtocolOrSeveralAtOnce_isToldOnce() {
        connect();
        two.handle(PROTOCOL, stream -> new RecordingHandler());
        two.handle(PROTOCOL + "/b", stream -> new RecordingHandler());
        settle();
        two.handle(PROTOCOL, stream -> new RecordingHandler());
        settle();
        assertEquals(2, heard.size());
    }

    @Test
    void handle_beforeTheOtherSideIsKnown_isToldAsSoonAsItIs() {
        PeerConnection connection = lab.await(one.connect(two.self(), List.of(address(2))));
        for (int count = 0; count < 20; count++) {
            two.handle(PROTOCOL + count, stream -> new RecordingHandler());
            lab.advance(Duration.ofNanos(500_000));
        }
        settle();
        assertTrue(known().protocols().contains(PROTOCOL + 19));
        assertEquals(two.self(), connection.remote());
    }

    @Test
    void listen_whileConnected_newAddressIsToldWithANewerRecord() {
        connect();
        SignedPeerRecord before = known().signedRecord().orElseThrow();
        assertEquals(two.listenAddresses(), before.addresses());
        lab.await(two.listen(Multiaddr.tcp("10.0.0.2", 4002)));
        settle();
        SignedPeerRecord after = known().signedRecord().orElseThrow();
        assertTrue(before.isOlderThan(after));
        assertTrue(after.addresses().contains(Multiaddr.tcp("10.0.0.2", 4002)));
        assertEquals(after.addresses(), known().listenAddresses());
    }

    @Test
    void push_missingFields_areUnchanged() {
        connect();
        IdentifyInfo before = known();
        push(Identify.newBuilder().setAgentVersion("lab/new"));
        assertEquals("lab/new", known().agentVersion());
        assertEquals(before.protocols(), known().protocols());
        assertEquals(before.listenAddresses(), known().listenAddresses());
        assertEquals(before.signedRecord(), known().signedRecord());
    }

    @Test
    void push_severalMessages_areReadToTheEnd() {
        connect();
        push(
                Identify.newBuilder().setAgentVersion("lab/new"),
                Identify.newBuilder().addProtocols("/p/1"),
                Identify.newBuilder().addProtocols("/p/2"));
        assertEquals(List.of("/p/1", "/p/2"), known().protocols());
        assertEquals("lab/new", known().agentVersion());
    }

    @Test
    void push_moreThanMayBeSaid_changesNothing() {
        connect();
        Identify.Builder long1 = Identify.newBuilder().setProtocolVersion("x".repeat(8000));
        Identify.Builder[] many = new Identify.Builder[12];
        for (int index = 0; index < many.length; index++) {
            many[index] = index == 0 ? Identify.newBuilder().setAgentVersion("evil") : long1;
        }
        push(many);
        assertEquals("lab/2", known().agentVersion());
    }

    @Test
    void push_keyOfAnotherPeer_changesNothing() {
        connect();
        byte[] key = PublicKeys.encode(SwarmLab.identity(3).verifyingKey());
        push(Identify.newBuilder().setPublicKey(ByteString.copyFrom(key)).setAgentVersion("evil"));
        assertEquals("lab/2", known().agentVersion());
    }

    @Test
    void push_recordOfAnotherPeer_leavesTheOldOne() {
        connect();
        SignedPeerRecord before = known().signedRecord().orElseThrow();
        push(carrying(SwarmLab.identity(3), Long.MAX_VALUE, ELSEWHERE).setAgentVersion("new"));
        assertEquals("new", known().agentVersion());
        assertEquals(before, known().signedRecord().orElseThrow());
        assertEquals(before.addresses(), known().listenAddresses());
    }

    @Test
    void push_olderRecord_isIgnoredAlsoAfterReconnecting() {
        connect();
        SigningKey identity = SwarmLab.identity(2);
        push(carrying(identity, 1000, SOMEWHERE));
        assertEquals(List.of(SOMEWHERE), known().listenAddresses());
        push(carrying(identity, 999, ELSEWHERE));
        assertEquals(List.of(SOMEWHERE), known().listenAddresses());
        one.disconnect(two.self(), "lab");
        settle();
        connect();
        push(carrying(identity, 999, ELSEWHERE));
        assertFalse(known().listenAddresses().contains(ELSEWHERE));
        push(carrying(identity, 1000, ELSEWHERE));
        assertEquals(List.of(ELSEWHERE), known().listenAddresses());
    }

    private static Identify.Builder carrying(SigningKey identity, long sequence, Multiaddr at) {
        SignedPeerRecord record = SignedPeerRecord.sign(identity, sequence, List.of(at));
        return Identify.newBuilder().setSignedPeerRecord(ByteString.copyFrom(record.envelope()));
    }

    private void connect() {
        one.addListener(
                new SwarmListener() {
                    @Override
                    public void identified(PeerId peer, IdentifyInfo info) {
                        heard.add(info);
                    }
                });
        lab.connect(one, 2, two);
        settle();
    }

    /** A push of two's that says this. */
    private void push(Identify.Builder... messages) {
        Stream stream =
                lab.await(
                        two.open(one.self(), List.of(Identification.PUSH), new RecordingHandler()));
        for (Identify.Builder message : messages) {
            byte[] body = message.build().toByteArray();
            stream.write(ByteBuffer.wrap(Varint.encode(body.length)));
            stream.write(ByteBuffer.wrap(body));
        }
        stream.closeWrite();
        settle();
    }

    private void settle() {
        lab.advance(Duration.ofSeconds(1));
    }

    private IdentifyInfo known() {
        return one.identity(two.self()).orElseThrow();
    }
}
