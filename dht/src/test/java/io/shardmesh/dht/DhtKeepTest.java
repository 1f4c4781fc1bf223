package io.shardmesh.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.record.RecordValidator;
import io.shardmesh.dht.record.Validators;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.dht.wire.DhtReply;
import io.shardmesh.dht.wire.MessageType;
import io.shardmesh.dht.wire.proto.DhtProto;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server keeps for others, and what is asked of others. */
final class DhtKeepTest {
    private static final PeerId SELF = TestPeers.id("self");
    private static final PeerId ASKER = TestPeers.id("asker");
    private static final Key CONTENT = Key.of(TestPeers.id("content"));

    /** In namespace "v" the first byte of a value is its version; 0 is not valid. */
    private static final RecordValidator VERSIONS =
            new RecordValidator() {
                @Override
                public boolean isValid(Key key, byte[] value) {
                    return value.length > 0 && value[0] != 0;
                }

                @Override
                public int select(Key key, List<byte[]> values) {
                    int best = 0;
                    for (int index = 1; index < values.size(); index++) {
                        best = values.get(index)[0] > values.get(best)[0] ? index : best;
                    }
                    return best;
                }
            };

    private final Dht dht =
            Dht.create(
                    DhtConfig.standard().withValidators(Validators.of(Map.of("v", VERSIONS))),
                    SELF,
                    TestPeers.random(new Random(1)),
                    TestPeers.WALL_CLOCK);

    @BeforeEach
    void serve() {
        dht.step(new DhtEvent.AddressesChanged(List.of(TestPeers.address(77))), 0);
        dht.step(new DhtEvent.Reached(TestPeers.address(77)), 0);
    }

    @Test
    void putValue_valid_isEchoedAndGivenOutWithItsTime() {
        DhtRecord record = record("/v/a", 3);
        DhtReply echo = reply(request(DhtCodec.putValue(record)), MessageType.PUT_VALUE);
        assertTrue(echo.record().orElseThrow().hasValueOf(record));
        DhtReply found = reply(request(DhtCodec.getValue(record.key())), MessageType.GET_VALUE);
        assertEquals(
                Optional.of("2027-01-15T08:00:00Z"),
                found.record().flatMap(DhtRecord::timeReceived));
    }

    @Test
    void putValue_invalidUnknownOrUnderAnotherKey_isReset() {
        DhtRecord record = record("/v/a", 3);
        DhtProto.Message.Builder moved =
                DhtProto.Message.newBuilder()
                        .setKey(ByteString.copyFromUtf8("/v/b"))
                        .setRecord(
                                DhtProto.Record.newBuilder()
                                        .setKey(ByteString.copyFromUtf8("/v/a"))
                                        .setValue(ByteString.copyFrom(record.value())));
        for (ByteBuffer message :
                List.of(
                        DhtCodec.putValue(record("/v/a", 0)),
                        DhtCodec.putValue(record("/w/a", 3)),
                        ByteBuffer.wrap(moved.build().toByteArray()))) {
            assertInstanceOf(DhtEffect.Reset.class, request(message).getFirst());
        }
        for (String key : List.of("/v/a", "/v/b", "/w/a")) {
            ByteBuffer get = DhtCodec.getValue(record(key, 1).key());
            assertEquals(
                    Optional.empty(), reply(request(get), MessageType.GET_VALUE).record(), key);
        }
    }

    @Test
    void addProvider_ofAnother_isIgnoredAndOfTheSenderIsKept() {
        Contact other = TestPeers.contact("other");
        assertEquals(List.of(), request(DhtCodec.addProvider(CONTENT, other)));
        assertEquals(List.of(), providers());
        Contact own = new Contact(ASKER, List.of(TestPeers.address(9)));
        assertEquals(List.of(), request(DhtCodec.addProvider(CONTENT, own)));
        assertEquals(List.of(own), providers());
    }

    @Test
    void peerIdentified_doesNotAnswerThePing_getsNoPlace() {
        Contact mute = TestPeers.contact("mute");
        step(new DhtEvent.PeerIdentified(mute.peer(), mute.addresses(), true));
        assertEquals(0, dht.peerCount());
        step(new DhtEvent.PingFailed(mute.peer()));
        step(new DhtEvent.PingSucceeded(mute.peer()));
        assertEquals(0, dht.peerCount());
        step(new DhtEvent.PeerIdentified(mute.peer(), mute.addresses(), true));
        step(new DhtEvent.PingSucceeded(mute.peer()));
        assertEquals(1, dht.peerCount());
    }

    @Test
    void getRecord_olderNoneInvalidAndForeign_bestWinsAndTheOthersGetIt() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            meet(name);
        }
        Key key = record("/v/x", 1).key();
        Map<String, Optional<DhtRecord>> answers =
                Map.of(
                        "a", Optional.of(record("/v/x", 2)),
                        "b", Optional.of(record("/v/x", 5)),
                        "c", Optional.empty(),
                        "d", Optional.of(record("/v/x", 0)),
                        "e", Optional.of(record("/v/y", 9)));
        List<DhtEffect.SendRequest> asked = sends(step(new DhtEvent.GetRecord(1, key)));
        List<DhtEffect> effects = List.of();
        for (DhtEffect.SendRequest request : asked) {
            String name =
                    answers.keySet().stream()
                            .filter(each -> TestPeers.id(each).equals(request.peer()))
                            .findFirst()
                            .orElseThrow();
            DhtReply reply =
                    new DhtReply(
                            answers.getOrDefault(name, Optional.empty()), List.of(), List.of());
            effects =
                    step(
                            new DhtEvent.ReplyReceived(
                                    request.queryId(),
                                    DhtCodec.reply(MessageType.GET_VALUE, reply)));
        }
        DhtRecord best = record("/v/x", 5);
        assertTrue(
                effects.contains(
                        new DhtEffect.LookupFinished(1, new LookupOutcome.RecordFound(best))),
                effects::toString);
        List<DhtEffect.SendRequest> corrections = sends(effects);
        assertEquals(4, corrections.size());
        for (DhtEffect.SendRequest correction : corrections) {
            assertTrue(!correction.peer().equals(TestPeers.id("b")));
            assertEquals(Frames.frame(DhtCodec.putValue(best)), correction.frame());
        }
    }

    @Test
    void putRecord_withoutEcho_countsAsNotKept() {
        meet("a");
        DhtRecord record = record("/v/x", 1);
        List<DhtEffect> effects = step(new DhtEvent.PutRecord(1, record));
        effects =
                step(
                        new DhtEvent.ReplyReceived(
                                sends(effects).getFirst().queryId(),
                                DhtCodec.findNodeReply(List.of())));
        long put = sends(effects).getFirst().queryId();
        effects = step(new DhtEvent.ReplyReceived(put, DhtCodec.putValue(record("/v/x", 2))));
        assertTrue(
                effects.contains(
                        new DhtEffect.LookupFinished(1, new LookupOutcome.RecordStored(0, 1))),
                effects::toString);
    }

    private void meet(String name) {
        Contact contact = TestPeers.contact(name);
        step(new DhtEvent.PeerIdentified(contact.peer(), contact.addresses(), true));
        List<DhtEffect> rest = step(new DhtEvent.PingSucceeded(contact.peer()));
        while (!sends(rest).isEmpty()) {
            ByteBuffer nobody = DhtCodec.findNodeReply(List.of());
            rest = step(new DhtEvent.ReplyReceived(sends(rest).getFirst().queryId(), nobody));
        }
    }

    private static List<DhtEffect.SendRequest> sends(List<DhtEffect> effects) {
        return effects.stream()
                .filter(DhtEffect.SendRequest.class::isInstance)
                .map(DhtEffect.SendRequest.class::cast)
                .toList();
    }

    private List<Contact> providers() {
        return reply(request(DhtCodec.getProviders(CONTENT)), MessageType.GET_PROVIDERS)
                .providers();
    }

    private static DhtReply reply(List<DhtEffect> effects, MessageType type) {
        DhtEffect.Reply reply = assertInstanceOf(DhtEffect.Reply.class, effects.getFirst());
        ByteBuffer message = FrameReader.create().read(reply.frame()).orElseThrow();
        return DhtCodec.decodeReply(message, type, ReplyLimits.standard());
    }

    private List<DhtEffect> request(ByteBuffer message) {
        return step(new DhtEvent.RequestReceived(9, ASKER, message));
    }

    private List<DhtEffect> step(DhtEvent event) {
        return dht.step(event, 1_000);
    }

    private static DhtRecord record(String key, int version) {
        return DhtRecord.of(
                Key.of(key.getBytes(StandardCharsets.US_ASCII)),
                new byte[] {(byte) version, 7},
                Optional.empty());
    }
}
