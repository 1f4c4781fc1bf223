package io.shardmesh.dht.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.libp2p.multiformats.MalformedException;
import java.nio.ByteBuffer;
import java.util.List;
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

    private static void decodeBoth(byte[] bytes) {
        try {
            DhtCodec.decodeRequest(ByteBuffer.wrap(bytes));
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
