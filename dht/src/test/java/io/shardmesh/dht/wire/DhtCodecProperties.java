package io.shardmesh.dht.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.limits.WireLimits;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.dht.wire.proto.DhtProto;
import io.shardmesh.libp2p.multiformats.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever bytes come: a result within the limits, or MalformedException. */
final class DhtCodecProperties {
    private static final ReplyLimits LIMITS = new ReplyLimits(4, 2);

    @Property(tries = 1000)
    void decode_randomBytes_endsWell(@ForAll @Size(max = 200) byte[] bytes) {
        decodeBoth(bytes);
    }

    @Property(tries = 1000)
    void decode_validMessageWithOneByteChanged_endsWell(
            @ForAll @IntRange(max = 400) int index, @ForAll byte value) {
        List<Contact> contacts =
                List.of(TestPeers.contact("a"), TestPeers.contact("b"), TestPeers.contact("c"));
        byte[] bytes = DhtCodec.findNodeReply(contacts).array().clone();
        bytes[index % bytes.length] = value;
        decodeBoth(bytes);
    }

    @Property(tries = 1000)
    void decode_eachKindOfRequestWithOneByteChanged_endsWell(
            @ForAll @IntRange(max = 4) int kind,
            @ForAll @IntRange(max = 400) int index,
            @ForAll byte value) {
        Key key = Key.of(TestPeers.id("content"));
        Key named = Key.of(("/pk/" + "x".repeat(34)).getBytes(StandardCharsets.US_ASCII));
        ByteBuffer message =
                switch (kind) {
                    case 0 -> DhtCodec.addProvider(key, TestPeers.contact("a"));
                    case 1 -> DhtCodec.getProviders(key);
                    case 2 -> DhtCodec.getValue(named);
                    case 3 ->
                            DhtCodec.putValue(
                                    DhtRecord.of(named, new byte[40], Optional.of("now")));
                    default -> DhtCodec.findNode(key);
                };
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        bytes[index % bytes.length] = value;
        decodeBoth(bytes);
    }

    /** What the scan lets through, protobuf must be able to read, whole and by its own rules. */
    @Property(tries = 2000)
    void decode_fieldsStrungTogether_scanIsNeverLaxerThanProtobuf(
            @ForAll @Size(max = 12) List<@IntRange(max = 127) Integer> tags,
            @ForAll @Size(max = 60) byte[] rest) {
        ByteBuffer out = ByteBuffer.allocate(tags.size() * 3 + rest.length);
        int used = 0;
        for (int tag : tags) {
            out.put((byte) tag).put((byte) 1);
            if (used < rest.length) {
                out.put(rest[used++]);
            }
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        try {
            MessageScan.check(ByteBuffer.wrap(bytes));
        } catch (MalformedException refused) {
            return;
        }
        DhtProto.Message parsed = parse(bytes);
        assertTrue(parsed.getCloserPeersCount() <= WireLimits.PEERS);
    }

    private static DhtProto.Message parse(byte[] bytes) {
        try {
            return DhtProto.Message.parseFrom(bytes);
        } catch (InvalidProtocolBufferException wrong) {
            throw new AssertionError(
                    "the scan let through " + HexFormat.of().formatHex(bytes), wrong);
        }
    }

    private static void decodeBoth(byte[] bytes) {
        try {
            DhtCodec.decodeRequest(ByteBuffer.wrap(bytes), LIMITS);
        } catch (MalformedException allowed) {
            // as documented
        }
        try {
            List<Contact> read = DhtCodec.decodeFindNodeReply(ByteBuffer.wrap(bytes), LIMITS);
            assertTrue(read.size() <= 4);
            read.forEach(contact -> assertTrue(contact.addresses().size() <= 2));
        } catch (MalformedException allowed) {
            // as documented
        }
    }
}
