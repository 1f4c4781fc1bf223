package io.shardmesh.testing.fuzz;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.multiformats.PublicKeys;
import io.shardmesh.libp2p.multiformats.Varint;
import io.shardmesh.libp2p.record.SignedPeerRecord;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Who the other side says it is, and where. */
final class IdentityTargets {
    private static final MethodHandle IDENTIFY =
            Hidden.method("libp2p.swarm.IdentifyCodec", "decode");
    private static final MethodHandle PUSH =
            Hidden.method("libp2p.swarm.IdentifyCodec", "decodePush");
    private static final byte[] DOMAIN = "libp2p-peer-record".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TYPE = {3, 1};

    private IdentityTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                target("identify", in -> identify(in) != null),
                target("identify-push", IdentityTargets::push),
                target("signed-peer-record", IdentityTargets::record),
                target("peer-record", in -> record(sealed(in))));
    }

    private static FuzzTarget target(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(MalformedException.class), decoder);
    }

    private static Object identify(byte[] input) throws Exception {
        return Hidden.call(IDENTIFY, ByteBuffer.wrap(input), peer());
    }

    private static PeerId peer() {
        return PeerId.of(ChannelTargets.identity(1).verifyingKey());
    }

    private static boolean push(byte[] input) throws Exception {
        Object before = identify(Seeds.identify().getFirst());
        return Hidden.call(PUSH, ByteBuffer.wrap(input), before, peer()) != null;
    }

    private static boolean record(byte[] envelope) {
        SignedPeerRecord.decode(envelope);
        return true;
    }

    /** Puts a payload into a good envelope: what is behind the signature is read too. */
    private static byte[] sealed(byte[] payload) {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        for (byte[] part : List.of(DOMAIN, TYPE, payload)) {
            signed.writeBytes(Varint.encode(part.length));
            signed.writeBytes(part);
        }
        var identity = ChannelTargets.identity(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Seeds.field(out, 1, PublicKeys.encode(identity.verifyingKey()));
        Seeds.field(out, 2, TYPE);
        Seeds.field(out, 3, payload);
        Seeds.field(out, 5, identity.sign(signed.toByteArray()).bytes());
        return out.toByteArray();
    }
}
