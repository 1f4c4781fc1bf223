package io.shardmesh.testing.fuzz;

import io.shardmesh.crypto.KeyFile;
import io.shardmesh.crypto.KeyFileOutcome;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.config.ByteSize;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.store.ShardLocation;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What comes from files and from the control socket: maybe damaged, maybe another's. */
final class LocalTargets {
    private static final MethodHandle FIELDS = Hidden.method("node.control.FieldsCodec", "decode");
    private static final MethodHandle FRAME = Hidden.method("node.control.FrameChannel", "read");
    private static final MethodHandle OPERATION =
            Hidden.method("node.catalog.OperationCodec", "decode");
    private static final MethodHandle LOG_HEADER = Hidden.method("node.catalog.LogHeader", "read");
    private static final MethodHandle LOG_FRAME = Hidden.method("node.catalog.RecordFrame", "find");
    private static final MethodHandle PACK_ENTRY =
            Hidden.method("node.store.PackFormat", "entryBytesAt");
    private static final MethodHandle PACK_PAYLOAD =
            Hidden.method("node.store.PackEntry", "decode");
    private static final ShardLocation.InPack PLACE = new ShardLocation.InPack(7, 16, 100);
    private static final int FRAME_BYTES = 20;

    /** What the service decodes from the head of a request. */
    private static final List<MethodHandle> CONTROL =
            List.of(
                    Hidden.method("node.control.CatalogCodec", "query"),
                    Hidden.method("node.control.MeshCodec", "labels"),
                    Hidden.method("node.control.StoreCodec", "putRequest"),
                    Hidden.method("node.control.Failures", "decode"),
                    Hidden.method("node.control.StateCodec", "status"),
                    Hidden.method("node.control.StateCodec", "peers"),
                    Hidden.method("node.control.MeshCodec", "members"),
                    Hidden.method("node.control.StoreCodec", "getOutcome"),
                    Hidden.method("node.control.CatalogCodec", "retags"));

    private LocalTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                control("control-json", LocalTargets::json),
                new FuzzTarget(
                        "control-frame",
                        Set.of(
                                Hidden.exception("node.control.MalformedControlException"),
                                EOFException.class),
                        LocalTargets::frame),
                new FuzzTarget(
                        "control-messages",
                        Set.of(
                                Hidden.exception("node.control.MalformedControlException"),
                                MalformedException.class,
                                IllegalArgumentException.class,
                                ArithmeticException.class,
                                DateTimeException.class),
                        LocalTargets::messages),
                never("catalog-operation", LocalTargets::operation),
                never("catalog-log-header", LocalTargets::logHeader),
                never("catalog-log-frame", LocalTargets::logFrame),
                never("bundle-index", LocalTargets::bundleIndex),
                never("pack-entry", LocalTargets::packEntry),
                new FuzzTarget(
                        "pack-payload",
                        Set.of(MalformedRecordException.class),
                        LocalTargets::packPayload),
                never("key-file", LocalTargets::keyFile),
                never("byte-size", in -> ByteSize.parse(AddressTargets.text(in)).isPresent()));
    }

    private static FuzzTarget never(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(name, Set.of(), decoder);
    }

    private static FuzzTarget control(String name, FuzzTarget.Decoder decoder) {
        return new FuzzTarget(
                name, Set.of(Hidden.exception("node.control.MalformedControlException")), decoder);
    }

    private static boolean json(byte[] input) throws Exception {
        return Hidden.call(FIELDS, input) != null;
    }

    private static boolean frame(byte[] input) throws Exception {
        var in = Channels.newChannel(new ByteArrayInputStream(input));
        return Hidden.call(FRAME, in) instanceof Optional<?> found && found.isPresent();
    }

    /** The first byte chooses the message. Whoever reads them takes any of these as malformed. */
    private static boolean messages(byte[] input) throws Exception {
        if (input.length == 0) {
            return false;
        }
        byte[] json = Arrays.copyOfRange(input, 1, input.length);
        MethodHandle codec = CONTROL.get((input[0] & 0xff) % CONTROL.size());
        return Hidden.call(codec, Hidden.call(FIELDS, json)) != null;
    }

    private static boolean operation(byte[] input) throws Exception {
        return Hidden.call(OPERATION, input) instanceof Optional<?> found && found.isPresent();
    }

    private static boolean bundleIndex(byte[] input) {
        Optional<BundleIndex> index = BundleIndex.decode(input, Long.MAX_VALUE);
        index.ifPresent(found ->
                FuzzTarget.law(Arrays.equals(found.encode(), input), "encodes to the same bytes"));
        return index.isPresent();
    }

    private static boolean logHeader(byte[] input) throws Exception {
        try (SecretBytes key = SecretBytes.takeOver(new byte[32])) {
            return Hidden.call(LOG_HEADER, input, key) != null;
        }
    }

    private static boolean logFrame(byte[] input) throws Exception {
        boolean found = false;
        for (int at = 0; at + FRAME_BYTES <= input.length; at++) {
            found |= Hidden.call(LOG_FRAME, input, at) != null;
        }
        return found;
    }

    private static boolean packEntry(byte[] input) throws Exception {
        boolean found = false;
        for (int at = 0; at < input.length; at++) {
            Object bytes = Hidden.call(PACK_ENTRY, ByteBuffer.wrap(input), at, 7L, 0L);
            found |= bytes instanceof Integer count && count > 0;
        }
        return found;
    }

    /** The first byte is the kind of the entry. */
    private static boolean packPayload(byte[] input) throws Exception {
        if (input.length == 0) {
            return false;
        }
        byte[] payload = Arrays.copyOfRange(input, 1, input.length);
        Object step = Hidden.call(PACK_PAYLOAD, input[0] & 0xFF, payload, PLACE);
        return step instanceof Optional<?> known && known.isPresent();
    }

    /** Without a passphrase only the file is read: the rest costs 64 MiB by design. */
    private static boolean keyFile(byte[] input) {
        return KeyFile.open(input, new byte[0]) instanceof KeyFileOutcome.WrongPassphrase;
    }
}
