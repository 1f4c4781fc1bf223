package io.shardmesh.dht.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.Vectors;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.limits.WireLimits;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.wire.proto.DhtProto;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DhtCodecTest {
    private static final ReplyLimits LIMITS = new ReplyLimits(3, 2);

    @Test
    void findNode_ofVector_hasItsBytes() {
        List<List<String>> rows = Vectors.rows("find-node.txt", "find-node");
        assertEquals(1, rows.size());
        Key key = Key.of(PeerId.parse(rows.getFirst().get(1)));
        String withoutLength = rows.getFirst().get(2).substring(2);
        assertEquals(withoutLength, hex(DhtCodec.findNode(key)));
    }

    @Test
    void decodeRequest_eachOfTheTable_isWhatItSays() {
        List<List<String>> rows = Vectors.rows("messages.txt", "request");
        assertTrue(rows.size() > 20);
        for (List<String> row : rows) {
            assertEquals(row.get(2), request(row.get(1)), () -> "request " + row.get(1));
        }
    }

    @Test
    void decodeFindNodeReply_eachOfTheTable_isWhatItSays() {
        List<List<String>> rows = Vectors.rows("messages.txt", "reply");
        assertTrue(rows.size() > 8);
        for (List<String> row : rows) {
            assertEquals(row.get(2), reply(row.get(1)), () -> "reply " + row.get(1));
        }
    }

    @Test
    void findNodeReply_encodedAndDecoded_keepsOrderAndAddresses() {
        List<Contact> contacts =
                List.of(
                        new Contact(
                                TestPeers.id("b"),
                                List.of(TestPeers.address(2), TestPeers.address(1))),
                        new Contact(TestPeers.id("a"), List.of()));
        ByteBuffer bytes = DhtCodec.findNodeReply(contacts);
        assertEquals(contacts, DhtCodec.decodeFindNodeReply(bytes, LIMITS));
    }

    @Test
    void decodeFindNodeReply_moreThanTheLimits_takesTheFirst() {
        List<Multiaddr> many = IntStream.range(1, 9).mapToObj(TestPeers::address).toList();
        List<Contact> contacts =
                IntStream.range(0, 9)
                        .mapToObj(number -> new Contact(TestPeers.id("p" + number), many))
                        .toList();
        List<Contact> read = DhtCodec.decodeFindNodeReply(DhtCodec.findNodeReply(contacts), LIMITS);
        assertEquals(3, read.size());
        assertEquals(new Contact(TestPeers.id("p0"), many.subList(0, 2)), read.getFirst());
    }

    @Test
    void decodeFindNodeReply_unknownEmptyOrHugeAddress_dropsThatAddressAlone() {
        byte[] huge = new byte[Contact.MAX_ADDRESS_BYTES + 1];
        huge[0] = 4;
        DhtProto.Peer peer =
                DhtProto.Peer.newBuilder()
                        .setId(ByteString.copyFrom(TestPeers.id("a").bytes()))
                        .addAddrs(ByteString.fromHex("ff7f01"))
                        .addAddrs(ByteString.EMPTY)
                        .addAddrs(ByteString.copyFrom(huge))
                        .addAddrs(ByteString.copyFrom(TestPeers.address(7).bytes()))
                        .build();
        ByteBuffer bytes =
                ByteBuffer.wrap(
                        DhtProto.Message.newBuilder()
                                .setType(4)
                                .addCloserPeers(peer)
                                .build()
                                .toByteArray());
        List<Contact> read = DhtCodec.decodeFindNodeReply(bytes, new ReplyLimits(3, 8));
        assertEquals(List.of(new Contact(TestPeers.id("a"), List.of(TestPeers.address(7)))), read);
    }

    @Test
    void findNodeReply_asLargeAsOursCanGet_staysUnderTheLimit() {
        List<Multiaddr> longest = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            longest.add(Multiaddr.parse("/dns/" + number + "a".repeat(248) + "/tcp/1"));
        }
        assertEquals(Contact.MAX_ADDRESS_BYTES, longest.getFirst().bytes().length + 1);
        List<Contact> contacts =
                IntStream.range(0, 20)
                        .mapToObj(number -> new Contact(TestPeers.id("p" + number), longest))
                        .toList();
        int bytes = DhtCodec.findNodeReply(contacts).remaining();
        assertTrue(bytes <= DhtConfig.MAX_MESSAGE_BYTES, () -> bytes + " bytes");
    }

    @Test
    void key_longerThanTheLimit_isMalformed() {
        byte[] request =
                DhtProto.Message.newBuilder()
                        .setType(4)
                        .setKey(ByteString.copyFrom(new byte[Key.MAX_BYTES + 1]))
                        .build()
                        .toByteArray();
        assertThrows(
                MalformedException.class,
                () -> DhtCodec.decodeRequest(ByteBuffer.wrap(request), LIMITS));
    }

    @Test
    void decode_morePeersAddressesOrBytesThanTheLimits_isMalformed() {
        DhtProto.Peer peer = DhtProto.Peer.getDefaultInstance();
        DhtProto.Peer.Builder many = DhtProto.Peer.newBuilder();
        for (int count = 0; count <= WireLimits.ADDRESSES; count++) {
            many.addAddrs(ByteString.EMPTY);
        }
        DhtProto.Record.Builder large =
                DhtProto.Record.newBuilder()
                        .setValue(ByteString.copyFrom(new byte[WireLimits.RECORD_VALUE_BYTES + 1]));
        DhtProto.Message.Builder closer = findNodeReply();
        DhtProto.Message.Builder providers = findNodeReply();
        for (int count = 0; count < WireLimits.PEERS; count++) {
            closer.addCloserPeers(peer);
            providers.addProviderPeers(peer);
        }
        assertEquals(List.of(), reply(closer));
        assertEquals(List.of(), reply(providers));
        closer.addCloserPeers(peer);
        providers.addProviderPeers(peer);
        for (DhtProto.Message.Builder message :
                List.of(
                        closer,
                        providers,
                        findNodeReply().addCloserPeers(many),
                        findNodeReply().addProviderPeers(many),
                        findNodeReply().setRecord(large))) {
            assertThrows(MalformedException.class, () -> reply(message));
        }
    }

    @Test
    void reply_recordAndProviders_comeBackAsTheyWere() {
        Key key = Key.of(new byte[] {'/', 'a', '/', 'b'});
        DhtReply whole =
                new DhtReply(
                        Optional.of(DhtRecord.of(key, new byte[] {1, 2}, Optional.of("then"))),
                        List.of(TestPeers.contact("a")),
                        List.of(TestPeers.contact("b"), new Contact(TestPeers.id("c"), List.of())));
        ByteBuffer bytes = DhtCodec.reply(MessageType.GET_VALUE, whole);
        assertEquals(whole, DhtCodec.decodeReply(bytes, MessageType.GET_VALUE, LIMITS));
        assertThrows(
                MalformedException.class,
                () -> DhtCodec.decodeReply(bytes, MessageType.GET_PROVIDERS, LIMITS));
    }

    private static DhtProto.Message.Builder findNodeReply() {
        return DhtProto.Message.newBuilder().setType(4);
    }

    private static List<Contact> reply(DhtProto.Message.Builder message) {
        return DhtCodec.decodeFindNodeReply(ByteBuffer.wrap(message.build().toByteArray()), LIMITS);
    }

    private static String request(String hex) {
        try {
            return switch (DhtCodec.decodeRequest(bytes(hex), LIMITS)) {
                case DhtRequest.FindNode(Key key) -> "find-" + key;
                case DhtRequest.GetValue(Key key) -> "get-" + key;
                case DhtRequest.GetProviders(Key key) -> "who-has-" + key;
                case DhtRequest.PutValue(Key key, DhtRecord record) ->
                        "put-" + key + "-" + record.key();
                case DhtRequest.AddProvider(Key key, List<Contact> all) ->
                        "add-" + all.size() + "-" + key;
                case DhtRequest.Ping(ByteBuffer message) -> hex(message).equals(hex) ? "ping" : "?";
                case DhtRequest.Unsupported(int number) -> "unsupported-" + number;
            };
        } catch (MalformedException expected) {
            return "malformed";
        }
    }

    private static String reply(String hex) {
        try {
            return "" + DhtCodec.decodeFindNodeReply(bytes(hex), LIMITS).size();
        } catch (MalformedException expected) {
            return "malformed";
        }
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.equals("-") ? "" : hex));
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
